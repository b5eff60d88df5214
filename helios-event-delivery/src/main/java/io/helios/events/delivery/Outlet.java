package io.helios.events.delivery;

import io.helios.events.EventSender;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One way out for events: a bounded buffer and a thread that delivers from it, each message until
 * it is delivered, in order. Whoever puts something in never waits; what does not fit is dropped,
 * counted and told.
 */
public final class Outlet implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Outlet.class);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

  /** What goes out. */
  public record Parcel(String topic, byte[] message) {}

  private final String name;
  private final EventSender sender;
  private final BlockingQueue<Parcel> buffer;
  private final Duration farewell;
  private final Thread thread;
  private final AtomicLong delivered = new AtomicLong();
  private final AtomicLong dropped = new AtomicLong();
  private final AtomicLong failures = new AtomicLong();
  private volatile @Nullable String trouble;
  private volatile boolean closing;

  /**
   * An outlet that delivers at once.
   *
   * @param capacity messages that wait at most
   * @param farewell how long {@link #close} waits for what is in the buffer
   */
  public Outlet(String name, EventSender sender, int capacity, Duration farewell) {
    this.name = name;
    this.sender = sender;
    this.buffer = new ArrayBlockingQueue<>(capacity);
    this.farewell = farewell;
    this.thread = new Thread(this::run, "events-" + name);
    thread.setDaemon(true);
    thread.start();
  }

  public String name() {
    return name;
  }

  /** Puts it into the buffer, or drops it. */
  public void put(Parcel parcel) {
    if (closing || !buffer.offer(parcel)) {
      long count = dropped.incrementAndGet();
      if (!closing
          && Long.bitCount(count) == 1) { // 1, 2, 4, 8 ...: often enough to know, and no flood.
        log.warn("{} events were dropped, for {} does not keep up: {}", count, name, trouble);
      }
    }
  }

  public int waiting() {
    return buffer.size();
  }

  public long delivered() {
    return delivered.get();
  }

  public long dropped() {
    return dropped.get();
  }

  /** Tries that did not work. */
  public long failures() {
    return failures.get();
  }

  /** Why nothing goes out at the moment; null when all is well. */
  public @Nullable String trouble() {
    return trouble;
  }

  /** Delivers what is in the buffer, as far as there is time. */
  @Override
  public void close() {
    closing = true;
    try {
      if (buffer.isEmpty()) {
        thread.interrupt();
      }
      thread.join(farewell.toMillis());
      thread.interrupt();
      thread.join(farewell.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (!buffer.isEmpty()) {
      log.warn("{} events were not delivered to {}: {}", buffer.size(), name, trouble);
    }
  }

  private void run() {
    try {
      while (!closing || !buffer.isEmpty()) {
        Parcel parcel = buffer.poll(100, TimeUnit.MILLISECONDS);
        if (parcel != null) {
          deliver(parcel);
        }
      }
    } catch (InterruptedException e) {
      log.debug("{} ends", name);
    } finally {
      closeSender();
    }
  }

  private void deliver(Parcel parcel) throws InterruptedException {
    Duration pause = FIRST_PAUSE;
    while (true) {
      try {
        sender.send(parcel.topic(), parcel.message());
        delivered.incrementAndGet();
        if (trouble != null) {
          log.info("events go out to {} again", name);
          trouble = null;
        }
        return;
      } catch (InterruptedException e) {
        dropped.incrementAndGet();
        throw e;
      } catch (Exception e) {
        complain(e);
      }
      TimeUnit.NANOSECONDS.sleep(pause.toNanos());
      pause =
          pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0
              ? pause.multipliedBy(2)
              : LONGEST_PAUSE;
    }
  }

  private void complain(Exception failure) {
    failures.incrementAndGet();
    String said = failure.getMessage() == null ? failure.toString() : failure.getMessage();
    if (trouble == null) {
      log.warn("events do not reach {}, trying on: {}", name, said);
      log.debug("events do not reach {}", name, failure);
    }
    trouble = said;
  }

  private void closeSender() {
    try {
      sender.close();
    } catch (Exception e) {
      log.debug("closing {} failed", name, e);
    }
  }
}
