package io.helios.coordination.layout;

import io.helios.model.job.Job;
import org.jspecify.annotations.Nullable;

/**
 * Tells an agent to stop and remove what it runs of a job. It carries the whole job, because the
 * job may be gone from the cluster before the agent is done.
 *
 * @param generation higher than that of the deployment it ends; containers of this generation and
 *     older ones go
 * @param orderedBy user who asked, self-declared
 */
public record UndeployOrder(Job job, long generation, @Nullable String orderedBy) {}
