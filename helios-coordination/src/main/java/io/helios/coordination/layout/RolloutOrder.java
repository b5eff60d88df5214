package io.helios.coordination.layout;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.helios.model.group.RolloutReason;
import io.helios.model.job.JobId;
import io.helios.model.job.RolloutOptions;
import org.jspecify.annotations.Nullable;

/**
 * What was asked of a rollout; never changed.
 *
 * @param user who asked, self-declared; null for a master
 * @param fromJob what the group ran before; null if nothing
 * @param options resolved, with the token
 * @param created epoch milliseconds
 * @param rollbackOf the rollout that this one takes back; null if none
 * @param scope which hosts it is about
 * @param chunks into how many nodes its hosts are divided
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RolloutOrder(
    String id,
    String group,
    RolloutReason reason,
    @Nullable String user,
    @Nullable JobId fromJob,
    JobId job,
    RolloutOptions options,
    long created,
    @Nullable String rollbackOf,
    Scope scope,
    int chunks) {

  /** Which hosts a rollout is about, besides those that left the group. */
  public enum Scope {
    /** Whatever hosts the group has. */
    ALL,
    /** Hosts of the group that are owed the job. */
    OWED,
    /** Those that are listed from the start. */
    LISTED
  }
}
