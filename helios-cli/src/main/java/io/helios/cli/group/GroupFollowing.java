package io.helios.cli.group;

import io.helios.cli.frame.CliError;
import io.helios.cli.frame.Invocation;
import io.helios.cli.text.HostText;
import io.helios.model.group.DeploymentGroupStatusResponse;
import io.helios.model.job.JobId;
import io.helios.model.task.State;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Following a rolling update on a master of the predecessor, which only tells of the group. */
public final class GroupFollowing {
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private GroupFollowing() {}

  /**
   * How the group stood at the last look.
   *
   * @param timedOut whether only the looking ended
   */
  public record Seen(DeploymentGroupStatusResponse status, boolean timedOut) {}

  /**
   * Ends when the group is no longer rolling out, or when the time is up.
   *
   * @throws CliError when the group vanishes, or rolls out something else
   */
  public static Seen until(Invocation invocation, String group, JobId job, Duration limit) {
    Instant deadline = invocation.setting().clock().instant().plus(limit);
    Set<String> told = new HashSet<>();
    while (true) {
      DeploymentGroupStatusResponse status =
          invocation
              .get(invocation.client().deploymentGroupStatus(group))
              .orElseThrow(() -> failed("Failed to fetch deployment-group status"));
      if (!job.equals(status.deploymentGroup().jobId())) {
        throw failed("Deployment-group job id changed during rolling-update");
      }
      for (DeploymentGroupStatusResponse.HostStatus host : status.hostStatuses()) {
        if (job.equals(host.jobId()) && host.state() == State.RUNNING && told.add(host.host())) {
          String name = HostText.text(host.host(), invocation.setting().searchDomains(), false);
          int total = status.hostStatuses().size();
          invocation.say(name + " -> RUNNING (" + told.size() + "/" + total + ")");
        }
      }
      boolean over = status.status() != DeploymentGroupStatusResponse.Status.ROLLING_OUT;
      if (over || !invocation.setting().clock().instant().isBefore(deadline)) {
        return new Seen(status, !over);
      }
      try {
        invocation.setting().pause().of(PAUSE);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new CliError("interrupted while waiting; the rollout goes on", e);
      }
    }
  }

  private static CliError failed(String message) {
    return new CliError("Failed: " + message, Map.of("status", "FAILED", "error", message));
  }
}
