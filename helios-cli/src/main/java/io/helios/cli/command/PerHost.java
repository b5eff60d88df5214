package io.helios.cli.command;

import io.helios.cli.frame.Invocation;
import io.helios.client.HeliosException;
import io.helios.model.api.HostResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** Tells how the same ended on several hosts, in the order given. */
final class PerHost {
  private PerHost() {}

  /**
   * A master's answer for one host.
   *
   * @param explanation of a refusal, in words
   */
  record Answer(String host, boolean ok, String status, String explanation, Object response) {
    /** There was no answer, or none that counts. */
    static Answer failed(String host, String why) {
      return new Answer(
          host, false, "ERROR", why, Map.of("host", host, "status", "ERROR", "error", why));
    }
  }

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

  /** Of a batch; {@code read} puts a refusal into words. */
  static Outcomes of(
      Invocation invocation,
      CompletableFuture<List<HostResult>> batch,
      Function<HostResult, Answer> read) {
    return tell(
        invocation,
        invocation.get(batch).stream()
            .map(it -> isFailure(it) ? Answer.failed(it.host(), words(it)) : read.apply(it))
            .toList());
  }

  /** Of one request per host. */
  static <R> Outcomes of(
      Invocation invocation,
      List<String> hosts,
      Function<String, CompletableFuture<R>> request,
      Function<R, Answer> read) {
    Map<String, CompletableFuture<R>> running = new LinkedHashMap<>();
    hosts.forEach(host -> running.put(host, request.apply(host)));
    List<Answer> answers = new ArrayList<>();
    running.forEach(
        (host, future) -> {
          try {
            answers.add(read.apply(invocation.get(future)));
          } catch (HeliosException e) {
            answers.add(Answer.failed(host, String.valueOf(e.getMessage())));
          }
        });
    return tell(invocation, answers);
  }

  private static Outcomes tell(Invocation invocation, List<Answer> answers) {
    List<String> done = new ArrayList<>();
    Map<String, Map<String, Object>> json = new LinkedHashMap<>();
    for (Answer answer : answers) {
      json.put(answer.host(), Documents.object(answer.response()));
      if (answer.ok()) {
        done.add(answer.host());
        invocation.say(answer.host() + ": done");
      } else if (answer.status().equals("ERROR")) {
        invocation.complain(answer.host() + ": failed: " + answer.explanation());
      } else {
        String why = answer.explanation().isEmpty() ? "" : " (" + answer.explanation() + ")";
        invocation.complain(answer.host() + ": failed: " + answer.status() + why);
      }
    }
    return new Outcomes(done, done.size() == answers.size(), json);
  }

  private static boolean isFailure(HostResult result) {
    return result.status().equals("ERROR") || result.status().equals("UNAVAILABLE");
  }

  private static String words(HostResult result) {
    return result.message() == null ? result.status() : result.message();
  }
}
