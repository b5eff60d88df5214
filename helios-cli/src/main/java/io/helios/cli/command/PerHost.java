package io.helios.cli.command;

import io.helios.cli.frame.Invocation;
import io.helios.client.HeliosException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** Does the same on several hosts at once; tells the outcomes in the order given. */
final class PerHost {
  private PerHost() {}

  /**
   * A master's answer for one host.
   *
   * @param explanation of a refusal, in words
   */
  record Answer(boolean ok, String status, String explanation, Object response) {}

  /**
   * How it ended on each host.
   *
   * @param json per host what programs get; more can be put into it
   */
  record Outcomes(List<String> done, boolean allDone, Map<String, Map<String, Object>> json) {
    /** One object where there is one host, else a list. */
    Object document() {
      List<Object> all = List.copyOf(json.values());
      return all.size() == 1 ? all.get(0) : all;
    }
  }

  static <R> Outcomes run(
      Invocation invocation,
      List<String> hosts,
      Function<String, CompletableFuture<R>> request,
      Function<R, Answer> read) {
    Map<String, CompletableFuture<R>> running = new LinkedHashMap<>();
    hosts.forEach(host -> running.put(host, request.apply(host)));
    List<String> done = new ArrayList<>();
    Map<String, Map<String, Object>> json = new LinkedHashMap<>();
    running.forEach(
        (host, future) -> {
          Map<String, Object> entry = new LinkedHashMap<>();
          json.put(host, entry);
          try {
            Answer answer = read.apply(invocation.get(future));
            entry.putAll(Documents.object(answer.response()));
            if (answer.ok()) {
              done.add(host);
              invocation.say(host + ": done");
            } else {
              String why = answer.explanation().isEmpty() ? "" : " (" + answer.explanation() + ")";
              invocation.complain(host + ": failed: " + answer.status() + why);
            }
          } catch (HeliosException e) {
            entry.put("host", host);
            entry.put("status", "ERROR");
            entry.put("error", String.valueOf(e.getMessage()));
            invocation.complain(host + ": failed: " + e.getMessage());
          }
        });
    return new Outcomes(done, done.size() == hosts.size(), json);
  }
}
