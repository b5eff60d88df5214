package io.helios.master.watch;

import io.helios.master.view.LiveView.Freshness;
import io.helios.master.view.Topic;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One open connection. Anybody may {@link #pump} at any time; one thread at a time writes, only
 * what the connection takes at once, and nobody waits.
 */
final class Watcher implements WriteListener {
  private static final Logger log = LoggerFactory.getLogger(Watcher.class);

  private final AsyncContext context;
  private final ServletOutputStream out;
  private final Follower follower;
  private final Supplier<Freshness> freshness;
  private final Consumer<Watcher> wantsPicture;
  private final Consumer<Watcher> over;
  private final AtomicInteger demands = new AtomicInteger();
  private final AtomicBoolean ended = new AtomicBoolean();
  private volatile boolean begun;
  private volatile boolean ending;
  private volatile boolean wrote;
  private volatile boolean heartbeat;
  private volatile boolean stuck;

  // Owned by whoever pumps.
  private boolean asked;
  private boolean unflushed;
  private @Nullable Instant staleTold;

  // Owned by the one who ticks.
  private int quiet;
  private int blocked;

  /**
   * @param wantsPicture told when the follower needs a picture
   * @param over told once, when the connection has ended
   */
  Watcher(
      AsyncContext context,
      ServletOutputStream out,
      Follower follower,
      Supplier<Freshness> freshness,
      Consumer<Watcher> wantsPicture,
      Consumer<Watcher> over) {
    this.context = context;
    this.out = out;
    this.follower = follower;
    this.freshness = freshness;
    this.wantsPicture = wantsPicture;
    this.over = over;
  }

  boolean isBeginning() {
    synchronized (follower) {
      return follower.isBeginning();
    }
  }

  /** Whether it began anew and has not caught up. */
  boolean isCatchingUp() {
    synchronized (follower) {
      return !ended.get() && !follower.isSettled();
    }
  }

  /** What it looks at; empty for everything. */
  Optional<Set<Topic>> topics() {
    return follower.topics();
  }

  @Override
  public void onWritePossible() {
    begun = true;
    pump();
  }

  @Override
  public void onError(Throwable failure) {
    log.debug("a watcher is gone: {}", failure.toString());
    end();
  }

  /** Writes what there is, as far as the connection takes it. */
  void pump() {
    if (!begun || demands.getAndIncrement() > 0) {
      return; // Not yet, or whoever is at it looks once more.
    }
    int seen;
    do {
      seen = demands.get();
      try {
        write();
      } catch (IOException | RuntimeException e) {
        onError(e);
      }
    } while (demands.addAndGet(-seen) > 0);
  }

  /** Changes the follower while nobody reads it, and pumps. */
  void given(Consumer<Follower> change) {
    synchronized (follower) {
      change.accept(follower);
    }
    pump();
  }

  /** Ends the stream after what was begun; the reader goes on elsewhere. */
  void finish() {
    ending = true;
    pump();
    if (stuck || !begun) {
      end();
    }
  }

  /**
   * Called at even intervals: asks for a heartbeat when nothing was written for a while.
   *
   * @return false when the connection took nothing for {@code patience} intervals
   */
  boolean tick(int silence, int patience) {
    quiet = wrote ? 0 : quiet + 1;
    blocked = stuck && !wrote ? blocked + 1 : 0;
    wrote = false;
    if (quiet >= silence && !stuck) {
      quiet = 0;
      heartbeat = true;
      pump();
    }
    return blocked < patience;
  }

  void end() {
    if (ended.compareAndSet(false, true)) {
      over.accept(this);
      try {
        context.complete();
      } catch (IllegalStateException e) {
        log.debug("completed already", e);
      }
    }
  }

  private void write() throws IOException {
    while (!ended.get() && ready()) {
      byte @Nullable [] event = ending ? null : next();
      if (event != null) {
        out.write(event);
        wrote = true;
        unflushed = true;
      } else if (unflushed) {
        unflushed = false;
        out.flush();
      } else {
        if (ending) {
          end();
        }
        return;
      }
    }
  }

  private boolean ready() {
    boolean ready = out.isReady();
    stuck = !ready;
    return ready;
  }

  private byte @Nullable [] next() {
    synchronized (follower) {
      @Nullable Instant stale = freshness.get().staleSince();
      if (stale != null && !stale.equals(staleTold)) {
        staleTold = stale;
        return new Notice.Stale(stale.toEpochMilli()).text(null);
      } else if (stale == null && staleTold != null) {
        staleTold = null;
        return new Notice.Live().text(null);
      }
      byte @Nullable [] event = follower.next();
      if (event != null) {
        asked = false;
        return event;
      }
      if (follower.needsPicture() && !asked) {
        asked = true;
        wantsPicture.accept(this);
      }
      return heartbeat ? heartbeat() : null;
    }
  }

  /** Also brings the reader's place up to date, lest it be too old when it has to go on from it. */
  private byte[] heartbeat() {
    heartbeat = false;
    @Nullable String token = follower.token();
    return text(token == null ? ":\n\n" : ":\nid: " + token + "\n\n");
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
