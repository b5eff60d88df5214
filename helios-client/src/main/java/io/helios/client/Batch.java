package io.helios.client;

import io.helios.client.transport.Reply;
import io.helios.model.api.BatchResponse;
import io.helios.model.api.HostResult;
import io.helios.model.job.JobId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The same for many hosts: in one request where the masters have that, else one request per host.
 */
final class Batch {
  /** Fits well into what masters take, in number and size. */
  private static final int HOSTS_AT_ONCE = 5_000;

  private final Exchange exchange;

  Batch(Exchange exchange) {
    this.exchange = exchange;
  }

  /**
   * @param asked the request for all, without the hosts
   * @param more what the body says besides the hosts
   * @param alone the request for one host
   */
  CompletableFuture<List<HostResult>> run(
      Request asked,
      JobId job,
      List<String> hosts,
      Map<String, Object> more,
      Function<String, CompletableFuture<HostResult>> alone) {
    if (hosts.size() <= 1) {
      return oneByOne(job, hosts, alone);
    }
    List<String> now = hosts.subList(0, Math.min(hosts.size(), HOSTS_AT_ONCE));
    List<String> later = hosts.subList(now.size(), hosts.size());
    Map<String, Object> body = new TreeMap<>(more);
    body.put("hosts", now);
    return exchange
        .send(asked.body(body), Batch::results)
        .thenCompose(
            done ->
                done.map(CompletableFuture::completedFuture)
                    .orElseGet(() -> oneByOne(job, now, alone)))
        .thenCompose(
            done -> run(asked, job, later, more, alone).thenApply(others -> joined(done, others)));
  }

  /** Empty when the master does not know such requests. */
  private static Optional<List<HostResult>> results(Reply reply) {
    return reply.status() == 404 || reply.status() == 405
        ? Optional.empty()
        : Optional.of(Answers.value(reply, BatchResponse.class).results());
  }

  private static CompletableFuture<List<HostResult>> oneByOne(
      JobId job, List<String> hosts, Function<String, CompletableFuture<HostResult>> alone) {
    List<CompletableFuture<HostResult>> all =
        hosts.stream()
            .map(host -> alone.apply(host).exceptionally(e -> failed(job, host, e)))
            .toList();
    return CompletableFuture.allOf(all.toArray(CompletableFuture[]::new))
        .thenApply(nothing -> all.stream().map(CompletableFuture::join).toList());
  }

  private static HostResult failed(JobId job, String host, Throwable e) {
    @Nullable Throwable cause = e instanceof CompletionException ? e.getCause() : e;
    if (cause instanceof HeliosException failure) {
      return new HostResult("ERROR", host, job, String.valueOf(failure.getMessage()));
    }
    throw e instanceof CompletionException again ? again : new CompletionException(e);
  }

  private static List<HostResult> joined(List<HostResult> first, List<HostResult> second) {
    List<HostResult> all = new ArrayList<>(first);
    all.addAll(second);
    return all;
  }
}
