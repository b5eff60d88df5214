package io.helios.agent.metric;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** How often something happened, and how often of late. Safe for any thread. */
public final class Meter {
  private static final double TICK_SECONDS = 5;
  private static final int[] MINUTES = {1, 5, 15};

  private final LongSupplier nanos;
  private final long began;
  private final double[] rates = new double[MINUTES.length];
  private long count;
  private long unticked;
  private long ticked;

  /**
   * Begins at none.
   *
   * @param nanos a clock that is never set, in nanoseconds
   */
  public Meter(LongSupplier nanos) {
    this.nanos = nanos;
    this.began = nanos.getAsLong();
    this.ticked = began;
  }

  public synchronized void mark() {
    tick();
    count++;
    unticked++;
  }

  public synchronized long count() {
    return count;
  }

  /** Events per second of late: a mean in which what is that many minutes old weighs 1/e. */
  public synchronized double rate(int minutes) {
    tick();
    for (int i = 0; i < MINUTES.length; i++) {
      if (MINUTES[i] == minutes) {
        return rates[i];
      }
    }
    throw new IllegalArgumentException("no rate of " + minutes + " minutes");
  }

  /** As the predecessor's metrics show it. */
  synchronized Map<String, Object> json() {
    tick();
    double seconds = (nanos.getAsLong() - began) / (double) TimeUnit.SECONDS.toNanos(1);
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("count", count);
    json.put("m15_rate", rate(15));
    json.put("m1_rate", rate(1));
    json.put("m5_rate", rate(5));
    json.put("mean_rate", seconds > 0 ? count / seconds : 0.0);
    json.put("units", "events/second");
    return json;
  }

  /** Every so many seconds the rates move towards what happened since; late is as good. */
  private void tick() {
    long tick = (long) (TICK_SECONDS * TimeUnit.SECONDS.toNanos(1));
    for (long now = nanos.getAsLong(); now - ticked >= tick; ticked += tick) {
      double recent = unticked / TICK_SECONDS;
      unticked = 0;
      for (int i = 0; i < MINUTES.length; i++) {
        rates[i] += (1 - Math.exp(-TICK_SECONDS / (MINUTES[i] * 60.0))) * (recent - rates[i]);
      }
    }
  }
}
