package io.helios.benchmarks.single;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The same containers as the agent makes, made with nothing in between. */
record RawRuns(RawEngine engine, String image) {
  /** With which several calls at once the engine is fastest. */
  static final int BEST_PARALLELISM = 4;

  private static final Map<String, String> LABELS = Map.of("io.helios.bench", "raw");

  /** An engine that takes longer for one of them has stopped working. */
  private static final long LIMIT_MINUTES = 2;

  private interface Call {
    void run() throws IOException;
  }

  /** Creates and starts one; returns its id. */
  String one() throws IOException {
    String id = engine.create(image, LABELS);
    engine.start(id);
    return id;
  }

  /** Creates and starts that many and removes them; returns how long the first two took. */
  Duration many(int count) throws IOException, InterruptedException {
    List<String> ids = Collections.synchronizedList(new ArrayList<>());
    try {
      long began = System.nanoTime();
      atOnce(Collections.nCopies(count, () -> ids.add(one())));
      return Duration.ofNanos(System.nanoTime() - began);
    } finally {
      atOnce(ids.stream().<Call>map(id -> () -> engine.remove(id)).toList());
    }
  }

  private static void atOnce(List<Call> calls) throws IOException, InterruptedException {
    ExecutorService threads = Executors.newFixedThreadPool(BEST_PARALLELISM);
    try {
      List<Future<?>> all = new ArrayList<>();
      for (Call call : calls) {
        all.add(
            threads.submit(
                () -> {
                  call.run();
                  return null;
                }));
      }
      for (Future<?> one : all) {
        one.get(LIMIT_MINUTES, TimeUnit.MINUTES);
      }
    } catch (TimeoutException e) {
      throw new IOException(
          "the raw engine did nothing for %d minutes; look at its log and its own processes"
              .formatted(LIMIT_MINUTES),
          e);
    } catch (ExecutionException e) {
      throw new IOException("the engine did not do it", e.getCause());
    } finally {
      threads.shutdownNow();
    }
  }
}
