package io.helios.master.rollout;

import io.helios.coordination.layout.HostProgress;
import io.helios.model.host.HostName;
import java.util.List;

/**
 * What a rollout does with one host: changes there, and what is remembered of it, in one
 * transaction.
 *
 * @param acts none where only something is to be remembered
 */
record Move(HostName host, List<Act> acts, HostProgress after, Settling settling) {
  /** What the group remembers beyond the rollout. */
  enum Settling {
    AS_IT_IS,
    /** The host was dealt with. */
    SETTLED,
    /** The host is owed the job, or is not the group's any more. */
    OWED
  }

  Move {
    acts = List.copyOf(acts);
  }
}
