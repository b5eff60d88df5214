package io.helios.coordination.layout;

import io.helios.model.job.Job;
import io.helios.model.json.Contents;
import org.jspecify.annotations.Nullable;

/**
 * Tells an agent to stop and remove what it runs of a job. It carries the whole job, because the
 * job may be gone from the cluster before the agent is done.
 *
 * <p>An order stands until its agent has carried it out, also when the job is deployed again
 * meanwhile: the newer generation of that deployment then overrules it. The deploy writes the order
 * once more as it is, so that an agent that is about to take it out finds another version.
 *
 * @param generation higher than that of the deployment it ends; containers of this generation and
 *     older ones go
 * @param orderedBy user who asked, self-declared
 */
public record UndeployOrder(Job job, long generation, @Nullable String orderedBy) {
  public UndeployOrder {
    Contents.required("job of an undeploy order", job);
  }
}
