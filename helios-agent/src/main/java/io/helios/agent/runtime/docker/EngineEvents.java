package io.helios.agent.runtime.docker;

import io.helios.agent.runtime.ContainerId;
import io.helios.agent.runtime.RuntimeFailure;
import io.helios.coordination.tree.Subscription;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One stream of the engine's events for all listeners, opened with the first of them and again
 * whenever it ends, with a growing pause. Each opening tells everybody to look at everything: what
 * happened in between is not asked for; and so does the loss of one that was open. A connection may
 * be dead without either end noticing, which looks like nothing happening: so the stream is opened
 * anew now and then, although it seems well.
 */
final class EngineEvents implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(EngineEvents.class);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(250);

  /** Also how long a stream has to last for its end to be a new trouble. */
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

  static final Duration RENEWAL = Duration.ofMinutes(5);

  private final EngineConnection engine;
  private final Duration renewal;
  private final Consumer<Optional<ContainerId>> first;
  private final List<Consumer<Optional<ContainerId>>> listeners = new CopyOnWriteArrayList<>();
  private final Semaphore nudges = new Semaphore(0);
  private final Thread follower = new Thread(this::follow, "docker-events");
  private volatile boolean live;
  private volatile boolean closed;

  // Owned by the follower.
  private Duration pause = FIRST_PAUSE;
  private Said said = Said.NOTHING;

  /** What the log says of the present trouble. */
  private enum Said {
    NOTHING,
    LOST,
    FOUND_AGAIN
  }

  /**
   * The first listener is told before all others, and also when the stream is lost.
   *
   * @param renewal how long a stream is trusted
   */
  EngineEvents(EngineConnection engine, Duration renewal, Consumer<Optional<ContainerId>> first) {
    this.engine = engine;
    this.renewal = renewal;
    this.first = first;
    follower.setDaemon(true);
  }

  Subscription listen(Consumer<Optional<ContainerId>> listener) {
    synchronized (this) {
      listeners.add(listener);
      if (!closed && follower.getState() == Thread.State.NEW) {
        follower.start();
      }
    }
    if (live) {
      listener.accept(Optional.empty());
    }
    return () -> listeners.remove(listener);
  }

  /** Whether events are being followed. */
  boolean live() {
    return live;
  }

  /** The engine was heard: where it could not be reached before, there is no need to wait. */
  void engineAnswers() {
    if (!live) {
      nudges.release();
    }
  }

  private void follow() {
    try {
      while (!closed) {
        long begun = System.nanoTime();
        Ending ending = once();
        live = false;
        if (closed) {
          return;
        }
        if (ending.renewed()) {
          first.accept(Optional.empty());
          continue;
        }
        if (ending.wasOpen()) {
          tell(Optional.empty()); // The engine may be gone: whoever looks now finds out at once.
        }
        if (System.nanoTime() - begun > LONGEST_PAUSE.toNanos() && ending.wasOpen()) {
          pause = FIRST_PAUSE;
          said = Said.NOTHING;
        }
        complain(ending);
        nudges.drainPermits();
        // One that ends as soon as it was opened is not nudged: this would go on and on.
        await(ending.wasOpen() ? new Semaphore(0) : nudges);
      }
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    }
  }

  private void await(Semaphore sooner) throws InterruptedException {
    var unused = sooner.tryAcquire(pause.toMillis(), TimeUnit.MILLISECONDS);
    Duration doubled = pause.multipliedBy(2);
    pause = doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
  }

  /** Said once, however often it is tried. */
  private void complain(Ending ending) {
    if (said == Said.NOTHING) {
      said = Said.LOST;
      log.warn(
          "the events of the Docker engine at {} {}: {}; trying again",
          engine.endpoint(),
          ending.wasOpen() ? "ended" : "cannot be followed",
          ending.why());
    }
  }

  private void takeBack() {
    if (said == Said.LOST) {
      said = Said.FOUND_AGAIN;
      log.info("the events of the Docker engine at {} are followed again", engine.endpoint());
    }
  }

  /**
   * How a stream ended.
   *
   * @param why in words; null where it was only time to open it anew
   */
  private record Ending(boolean wasOpen, @Nullable String why) {
    boolean renewed() {
      return why == null;
    }
  }

  /** Follows one stream until its end. */
  private Ending once() throws InterruptedException {
    try {
      engine.mustAnswer();
    } catch (RuntimeFailure e) {
      return new Ending(false, String.valueOf(e.getMessage()));
    }
    var stream = new EventStream(this::opened, this::tell);
    try {
      if (!stream.open(engine.client())) {
        return new Ending(false, stream.awaitEnd(Duration.ZERO));
      }
      takeBack();
      return new Ending(true, stream.awaitEnd(renewal));
    } catch (RuntimeException e) {
      log.error("the event stream failed unexpectedly", e); // Nobody would start this thread again.
      return new Ending(false, e.toString());
    } finally {
      stream.hangUp();
    }
  }

  private void opened() {
    live = true;
    tell(Optional.empty());
  }

  private void tell(Optional<ContainerId> changed) {
    if (closed) {
      return;
    }
    first.accept(changed);
    for (Consumer<Optional<ContainerId>> listener : listeners) {
      listener.accept(changed);
    }
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      live = false;
      listeners.clear();
    }
    follower.interrupt();
  }
}
