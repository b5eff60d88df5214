package io.helios.master.rollout;

import io.helios.coordination.layout.StoredRollout;
import io.helios.coordination.tree.Changes;
import io.helios.master.view.Versioned;
import java.time.Instant;

/** How others end a rollout that is under way. */
public final class EndedRollout {
  private EndedRollout() {}

  /** Ends it where it is. */
  public static Changes because(String why, Versioned<StoredRollout> rollout, Instant now) {
    return StartOperation.ending(rollout, why, null, now);
  }
}
