package io.helios.model.group;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.helios.model.host.HostSelector;
import io.helios.model.job.JobId;
import io.helios.model.job.RolloutOptions;
import io.helios.model.json.Contents;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Hosts that are chosen by their labels and run one job. What is not known is left out.
 *
 * @param hostSelectors all must match; none choose no host
 * @param jobId what the group runs, or is on its way to; requests may call it {@code job}
 * @param rolloutOptions of the last rollout, {@linkplain ResolvedOptions#toWire() resolved}
 * @param rollingUpdateReason of the last rollout
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DeploymentGroup(
    String name,
    List<HostSelector> hostSelectors,
    @JsonAlias("job") @Nullable JobId jobId,
    @Nullable RolloutOptions rolloutOptions,
    @Nullable RollingUpdateReason rollingUpdateReason) {

  public DeploymentGroup {
    Contents.required("name of a deployment group", name);
    hostSelectors = Contents.list("hostSelectors", hostSelectors);
  }

  /** A group that never had a rollout. */
  public static DeploymentGroup of(String name, List<HostSelector> hostSelectors) {
    return new DeploymentGroup(name, hostSelectors, null, null, null);
  }
}
