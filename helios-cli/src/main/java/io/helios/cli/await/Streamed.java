package io.helios.cli.await;

import io.helios.cli.frame.Invocation;
import io.helios.client.HeliosException;
import io.helios.client.Watch;
import io.helios.client.WatchListener;
import io.helios.client.WatchRequest;
import io.helios.model.host.HostName;
import io.helios.model.host.HostStatus;
import io.helios.model.job.JobId;
import io.helios.model.watch.Watched;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Is told by a master what changes, and asks like {@link Polled} as long as it is not: until the
 * stream has begun, while it begins anew, and where masters have none.
 */
final class Streamed implements Sight, WatchListener {
  private static final Duration BEGINNING = Duration.ofSeconds(2);

  /** More names than a URL should hold: one job has few tasks, and hosts change seldom. */
  private static final int MANY_HOSTS = 50;

  private final Polled polled;
  private final Watch watch;
  private final Map<String, Watched.OfHost> hosts = new HashMap<>();
  private final Map<String, Watched.OfTask> tasks = new HashMap<>();
  private boolean complete;
  private boolean changed;
  private boolean over;

  private Streamed(Invocation invocation, JobId job, List<String> hosts) {
    this.polled = new Polled(invocation, job);
    WatchRequest request = WatchRequest.everything().kinds("host", "task").jobs(job);
    this.watch =
        invocation.client().watch(hosts.size() > MANY_HOSTS ? request : request.hosts(hosts), this);
  }

  /** Gives the stream a moment to begin; where masters have none it is known at once. */
  static Sight orPolled(Invocation invocation, JobId job, List<String> hosts) {
    Streamed streamed = new Streamed(invocation, job, hosts);
    if (streamed.isKnownToFail()) {
      streamed.close();
      return streamed.polled;
    }
    return streamed;
  }

  private synchronized boolean isKnownToFail() {
    try {
      if (!complete && !over) {
        TimeUnit.MILLISECONDS.timedWait(this, BEGINNING.toMillis());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return over;
  }

  @Override
  public Map<String, HostFacts> look(List<String> wanted) {
    synchronized (this) {
      changed = false;
      if (complete) {
        Map<String, HostFacts> facts = new LinkedHashMap<>();
        wanted.forEach(host -> facts.put(host, facts(host)));
        return facts;
      }
    }
    return polled.look(wanted);
  }

  private HostFacts facts(String name) {
    Watched.OfHost host = hosts.get(name);
    if (host == null) {
      return new HostFacts(false, false, null, null);
    }
    Watched.@Nullable OfTask task = tasks.get(name);
    return new HostFacts(
        true,
        host.status() == HostStatus.Status.UP,
        task == null ? null : task.deployment(),
        task == null ? null : task.status());
  }

  @Override
  public void pause(Duration limit) throws InterruptedException {
    synchronized (this) {
      if (!over) {
        // A change that came since the last look needs no wait.
        if (!changed) {
          TimeUnit.MILLISECONDS.timedWait(this, Math.max(1, limit.toMillis()));
        }
        return;
      }
    }
    polled.pause(limit);
  }

  @Override
  public synchronized boolean isWoken() {
    return complete;
  }

  @Override
  public void close() {
    watch.close();
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
            return false;
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
    complete = false;
  }

  @Override
  public synchronized void synced() {
    complete = true;
    wake();
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
