package io.helios.cli.await;

import io.helios.cli.frame.Invocation;
import io.helios.cli.stream.JobStream;
import io.helios.client.WatchRequest;
import io.helios.model.host.HostStatus;
import io.helios.model.job.JobId;
import io.helios.model.watch.Watched;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Is told by a master what changes, and asks like {@link Polled} as long as it is not: until the
 * stream has begun, while it begins anew, and where masters have none.
 */
final class Streamed implements Sight {
  /** More names than a URL should hold: one job has few tasks, and hosts change seldom. */
  private static final int MANY_HOSTS = 50;

  private final Polled polled;
  private final JobStream stream;

  private Streamed(Polled polled, JobStream stream) {
    this.polled = polled;
    this.stream = stream;
  }

  /** Gives the stream a moment to begin; where masters have none it is known at once. */
  static Sight orPolled(Invocation invocation, JobId job, List<String> hosts) {
    Polled polled = new Polled(invocation, job);
    WatchRequest request = WatchRequest.everything().kinds("host", "task").jobs(job);
    JobStream stream =
        JobStream.open(invocation, hosts.size() > MANY_HOSTS ? request : request.hosts(hosts));
    if (!stream.awaitBeginning()) {
      stream.close();
      return polled;
    }
    return new Streamed(polled, stream);
  }

  @Override
  public Map<String, HostFacts> look(List<String> wanted) {
    synchronized (stream) {
      if (stream.isComplete()) {
        Map<String, Watched.OfHost> hosts = stream.hosts();
        Map<String, Watched.OfTask> tasks = stream.tasks();
        Map<String, HostFacts> facts = new LinkedHashMap<>();
        wanted.forEach(host -> facts.put(host, facts(hosts.get(host), tasks.get(host))));
        return facts;
      }
    }
    return polled.look(wanted);
  }

  private static HostFacts facts(Watched.@Nullable OfHost host, Watched.@Nullable OfTask task) {
    if (host == null) {
      return new HostFacts(false, false, null, null);
    }
    return new HostFacts(
        true,
        host.status() == HostStatus.Status.UP,
        task == null ? null : task.deployment(),
        task == null ? null : task.status());
  }

  @Override
  public void pause(Duration limit) throws InterruptedException {
    if (stream.isOver()) {
      polled.pause(limit);
    } else {
      stream.awaitChange(limit);
    }
  }

  @Override
  public boolean isWoken() {
    return stream.isComplete();
  }

  @Override
  public void close() {
    stream.close();
  }
}
