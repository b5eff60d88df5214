package io.helios.cli.group;

import io.helios.cli.frame.CliError;
import io.helios.cli.frame.Invocation;
import io.helios.model.group.Rollout;
import io.helios.model.group.RolloutSummary;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds the rollout that a user means: by its id, or the newest of a group. */
public final class RolloutReference {
  private RolloutReference() {}

  /**
   * The rollout of that id, else the newest one of the group of that name.
   *
   * @throws CliError when there is neither
   */
  public static Rollout resolve(Invocation invocation, String reference) {
    Optional<Rollout> named = invocation.get(invocation.client().rollouts().get(reference));
    if (named.isPresent()) {
      return named.get();
    }
    Optional<List<RolloutSummary>> ofGroup =
        invocation.get(invocation.client().rollouts().list(reference, 1));
    List<RolloutSummary> rollouts =
        ofGroup.orElseThrow(() -> unknown("There is no rollout and no group " + reference));
    if (rollouts.isEmpty()) {
      throw unknown("The group " + reference + " never had a rollout");
    }
    return invocation
        .get(invocation.client().rollouts().get(rollouts.get(0).id()))
        .orElseThrow(() -> unknown("The last rollout of " + reference + " is no longer known"));
  }

  private static CliError unknown(String message) {
    return new CliError(message, Map.of("status", "ROLLOUT_NOT_FOUND", "error", message));
  }
}
