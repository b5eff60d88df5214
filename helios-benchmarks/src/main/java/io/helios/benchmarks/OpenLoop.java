package io.helios.benchmarks;

import io.helios.benchmarks.cluster.Pause;
import io.helios.benchmarks.wire.HttpConnections;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Asks at a rate that does not wait for answers: a request counts from when it was due. */
final class OpenLoop {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration GLANCE = Duration.ofMillis(5);
  private static final long SHORTEST_PAUSE = 1_000_000;

  private final HttpConnections connections;
  private final int perSecond;

  /** A request; a body of null is none. */
  record Ask(String method, String path, byte @Nullable [] body) {}

  OpenLoop(HttpConnections connections, int perSecond) {
    this.connections = connections;
    this.perSecond = perSecond;
  }

  /**
   * Asks for so long, and waits for the last answer.
   *
   * @return milliseconds of each request
   * @throws IOException when one was not answered with 200
   */
  List<Double> run(int seconds, IntFunction<Ask> asks) throws IOException, InterruptedException {
    List<Double> millis = Collections.synchronizedList(new ArrayList<>());
    List<String> errors = Collections.synchronizedList(new ArrayList<>());
    AtomicInteger open = new AtomicInteger();
    long start = System.nanoTime();
    for (int i = 0; i < perSecond * seconds; i++) {
      long due = start + i * 1_000_000_000L / perSecond;
      long left = due - System.nanoTime();
      if (left > SHORTEST_PAUSE) {
        Pause.of(Duration.ofNanos(left));
      }
      Ask ask = asks.apply(i);
      open.incrementAndGet();
      connections.send(
          ask.method(),
          ask.path(),
          ask.body(),
          Map.of(),
          answer -> {
            millis.add((answer.answered() - due) / 1e6);
            if (answer.status() != 200) {
              errors.add(ask.path() + ": " + answer.status() + " " + answer.text());
            }
            open.decrementAndGet();
          });
    }
    awaitNone(open);
    if (!errors.isEmpty()) {
      throw new IOException(errors.size() + " requests failed, the first: " + errors.get(0));
    }
    return millis;
  }

  /** Waits until nothing is open any more. */
  static void awaitNone(AtomicInteger open) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (open.get() > 0) {
      if (System.nanoTime() > deadline) {
        throw new IOException(open + " requests are not answered after " + PATIENCE);
      }
      Pause.of(GLANCE);
    }
  }
}
