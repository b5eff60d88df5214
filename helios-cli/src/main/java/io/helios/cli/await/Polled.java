package io.helios.cli.await;

import io.helios.cli.frame.Invocation;
import io.helios.model.host.HostStatus;
import io.helios.model.job.JobId;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Asks the masters each time. */
final class Polled implements Sight {
  private final Invocation invocation;
  private final JobId job;

  Polled(Invocation invocation, JobId job) {
    this.invocation = invocation;
    this.job = job;
  }

  @Override
  public Map<String, HostFacts> look(List<String> hosts) {
    Map<String, HostStatus> statuses = invocation.get(invocation.client().hostStatuses(hosts));
    Map<String, HostFacts> facts = new LinkedHashMap<>();
    for (String host : hosts) {
      facts.put(host, HostFacts.of(Optional.ofNullable(statuses.get(host)), job));
    }
    return facts;
  }

  @Override
  public void pause(Duration limit) throws InterruptedException {
    invocation.setting().pause().of(limit);
  }

  @Override
  public boolean isWoken() {
    return false;
  }

  @Override
  public void close() {
    // Nothing is open between two looks.
  }
}
