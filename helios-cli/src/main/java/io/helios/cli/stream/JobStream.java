package io.helios.cli.stream;

import io.helios.cli.frame.Invocation;
import io.helios.client.HeliosException;
import io.helios.client.Watch;
import io.helios.client.WatchListener;
import io.helios.client.WatchRequest;
import io.helios.model.host.HostName;
import io.helios.model.watch.Watched;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** How one job stands on its hosts, as masters tell it. For any thread. */
public final class JobStream implements WatchListener, AutoCloseable {
  private static final Duration BEGINNING = Duration.ofSeconds(2);

  /** Another master goes on within this time, or none does. */
  private static final Duration GRACE = Duration.ofSeconds(3);

  private final Clock clock;
  private final Map<String, Watched.OfHost> hosts = new HashMap<>();
  private final Map<String, Watched.OfTask> tasks = new HashMap<>();
  private @Nullable Watch watch;
  private @Nullable Instant cutSince;
  private boolean removed;
  private boolean complete;
  private boolean changed;
  private boolean over;

  private JobStream(Clock clock) {
    this.clock = clock;
  }

  /**
   * Begins to follow.
   *
   * @param request for things of one job, and hosts
   */
  public static JobStream open(Invocation invocation, WatchRequest request) {
    JobStream stream = new JobStream(invocation.setting().clock());
    Watch watch = invocation.client().watch(request, stream);
    synchronized (stream) {
      stream.watch = watch;
    }
    return stream;
  }

  /**
   * Gives the stream a moment to begin; where masters have none it is known at once.
   *
   * @return false when it never will
   */
  public synchronized boolean awaitBeginning() {
    try {
      if (!complete && !over) {
        TimeUnit.MILLISECONDS.timedWait(this, BEGINNING.toMillis());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return !over;
  }

  /** Whether everything was told, and changes will be. */
  public synchronized boolean isComplete() {
    return complete;
  }

  /** Whether it is complete, and some master tells it or did a moment ago. */
  public synchronized boolean isCurrent() {
    return complete && (cutSince == null || clock.instant().isBefore(cutSince.plus(GRACE)));
  }

  /** Whether nothing more will come. */
  public synchronized boolean isOver() {
    return over;
  }

  /** Whether the job is not there, or no longer. */
  public synchronized boolean isRemoved() {
    return removed;
  }

  /** Registered hosts as they are now, by name. */
  public synchronized Map<String, Watched.OfHost> hosts() {
    changed = false;
    return new TreeMap<>(hosts);
  }

  /** The job's tasks as they are now, by host. */
  public synchronized Map<String, Watched.OfTask> tasks() {
    changed = false;
    return new TreeMap<>(tasks);
  }

  /** Returns when something has changed since it was last looked at, at the latest then. */
  public synchronized void awaitChange(Duration limit) throws InterruptedException {
    if (!changed) {
      TimeUnit.MILLISECONDS.timedWait(this, Math.max(1, limit.toMillis()));
    }
  }

  @Override
  public void close() {
    @Nullable Watch open;
    synchronized (this) {
      open = watch;
    }
    if (open != null) {
      open.close();
    }
  }

  @Override
  public synchronized void changed(Watched thing) {
    thing.on(
        new Watched.Cases<Boolean>() {
          @Override
          public Boolean host(Watched.OfHost host) {
            return learn(hosts, host.host(), host);
          }

          @Override
          public Boolean job(Watched.OfJob job) {
            removed = job.gone();
            return true;
          }

          @Override
          public Boolean task(Watched.OfTask task) {
            return learn(tasks, task.host(), task);
          }

          @Override
          public Boolean group(Watched.OfGroup group) {
            return false;
          }
        });
    if (complete) {
      wake();
    }
  }

  private static <T extends Watched> boolean learn(Map<String, T> known, HostName host, T thing) {
    if (thing.gone()) {
      known.remove(host.value());
    } else {
      known.put(host.value(), thing);
    }
    return true;
  }

  @Override
  public synchronized void reset(String reason) {
    hosts.clear();
    tasks.clear();
    removed = true; // Until it is told.
    complete = false;
  }

  @Override
  public synchronized void synced() {
    complete = true;
    wake();
  }

  @Override
  public synchronized void connected() {
    cutSince = null;
  }

  @Override
  public synchronized void disconnected() {
    cutSince = clock.instant();
  }

  @Override
  public synchronized void ended(HeliosException why) {
    over = true;
    complete = false;
    wake();
  }

  private void wake() {
    changed = true;
    notifyAll();
  }
}
