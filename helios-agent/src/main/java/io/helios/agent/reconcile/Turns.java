package io.helios.agent.reconcile;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one deciding thread: whoever has something to say leaves a message or a key, and the thread
 * takes all messages first, then one key. What it is made to do cannot end it.
 */
final class Turns<K> implements Runnable {
  private static final Logger log = LoggerFactory.getLogger(Turns.class);

  private final Clock clock;
  private final Duration afterTrouble;
  private final Consumer<K> decider;
  private final WorkQueue<K> queue;
  private final Queue<Runnable> inbox = new ConcurrentLinkedQueue<>();

  /**
   * Begins with nothing to do.
   *
   * @param afterTrouble how soon a key that could not be decided about is taken again
   * @param decider is given one key after the other, on the thread that calls {@link #run}
   */
  Turns(Clock clock, Duration afterTrouble, Consumer<K> decider) {
    this.clock = clock;
    this.afterTrouble = afterTrouble;
    this.decider = decider;
    this.queue = new WorkQueue<>(clock);
  }

  /** Runs on the deciding thread, before the next key; for any thread to call. */
  void tell(Runnable message) {
    inbox.add(message);
    queue.wake();
  }

  /** The key is to be decided about as soon as possible; for any thread to call. */
  void add(K key) {
    queue.add(key);
  }

  /** The key is to be decided about then, if not before; for any thread to call. */
  void addAt(K key, Instant when) {
    queue.addAt(key, when);
  }

  /** How many keys wait to be decided about now. */
  int due() {
    return queue.due();
  }

  /** Decides until interrupted. */
  @Override
  public void run() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        while (take()) {
          // Everything that is due comes before the next wait.
        }
        queue.await();
      }
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    }
  }

  /** Deals with all messages and one key; returns whether there was a key. */
  private boolean take() {
    for (Runnable message = inbox.poll(); message != null; message = inbox.poll()) {
      try {
        message.run();
      } catch (RuntimeException | Error e) {
        log.error("A message to the task loop failed", e);
      }
    }
    Optional<K> key = queue.poll();
    key.ifPresent(this::decide);
    return key.isPresent();
  }

  private void decide(K key) {
    try {
      decider.accept(key);
    } catch (RejectedExecutionException closing) {
      log.debug("Closed before {} was looked at", key);
    } catch (RuntimeException | Error e) {
      // Nobody would start this thread again.
      log.error("Cannot decide about {}", key, e);
      queue.addAt(key, clock.instant().plus(afterTrouble));
    }
  }
}
