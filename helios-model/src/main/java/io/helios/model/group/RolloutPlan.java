package io.helios.model.group;

import io.helios.model.job.JobId;
import io.helios.model.json.Contents;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a rollout would do if it were started now.
 *
 * @param fingerprint of the facts this was worked out from; a rollout that names it is refused when
 *     they have changed
 * @param batches in which hosts would be moved
 * @param estimateSeconds null when nothing is known to estimate from
 * @param hosts in the order in which they would be moved
 */
public record RolloutPlan(
    String fingerprint,
    JobId jobId,
    int batches,
    @Nullable Long estimateSeconds,
    List<PlannedHost> hosts) {
  public RolloutPlan {
    Contents.required("fingerprint", fingerprint);
    Contents.required("jobId", jobId);
    hosts = Contents.list("hosts", hosts);
  }

  /**
   * One host.
   *
   * @param reason why, in words
   * @param batch from 1; null when the host would not be moved
   */
  public record PlannedHost(String host, Action action, String reason, @Nullable Integer batch) {
    public PlannedHost {
      Contents.required("host", host);
      Contents.required("action", action);
      Contents.required("reason", reason);
    }
  }

  /** What would be done to a host. */
  public enum Action {
    /** The job comes to a host where the group runs nothing. */
    DEPLOY,
    /** The job takes the place of another one of the group. */
    REPLACE,
    /** The job is there already. */
    KEEP,
    /** The host is down and would be caught up when it returns. */
    WAIT_DOWN,
    /** The host takes no new deployments. */
    SKIP_CORDONED,
    /** A port that the job needs is held by somebody else. */
    BLOCKED_PORT,
    /** The host has left the group, whose job goes. */
    REMOVE
  }
}
