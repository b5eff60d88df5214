package io.helios.benchmarks.cluster;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Lets time pass, where time itself is what is waited for. */
public final class Pause {
  private Pause() {}

  public static void of(Duration duration) throws InterruptedException {
    if (new CountDownLatch(1).await(duration.toNanos(), TimeUnit.NANOSECONDS)) {
      throw new IllegalStateException("nobody counts it down");
    }
  }
}
