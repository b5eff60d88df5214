package io.helios.master.cleanup;

import io.helios.model.host.HostName;
import io.helios.model.job.Job;
import io.helios.model.job.JobId;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;

/**
 * What the reapers have done. Every call blocks, may be repeated, and throws {@link
 * io.helios.master.commit.Unavailable} where the tree is away.
 */
interface Deeds {

  /**
   * Takes the job off at most that many hosts, and removes it when it is deployed nowhere.
   *
   * @return whether it is gone
   */
  boolean removeExpired(Job job, int hostsAtMost);

  /**
   * Removes a job that is deployed nowhere.
   *
   * @return why it was kept; empty when it is gone
   */
  Optional<String> remove(Job job);

  /**
   * Removes a host whose agent is not connected, without an order to stop anything.
   *
   * @return why it was kept; empty when it is gone
   */
  Optional<String> removeHost(HostName host);

  /** When something last happened to the job, by its history; empty when there is none. */
  Optional<Instant> newestEvent(JobId job);

  /** Jobs that there is history of. */
  Collection<JobId> jobsWithHistory();

  /** Deletes the history of a job that is gone; nothing is done when it is there. */
  void removeHistory(JobId job);
}
