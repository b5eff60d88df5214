package io.helios.master.deployment;

import io.helios.coordination.tree.Changes;
import io.helios.master.commit.Decision;
import io.helios.master.commit.Decision.Proof;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Joins the decisions for several hosts to one transaction: a refusal of one stops no other. */
final class BatchOperation {
  private BatchOperation() {}

  /**
   * What becomes of each host.
   *
   * @param refusals empty for those that are granted; in the order given
   * @param decision changes whatever has to be changed for all that are granted
   */
  record Joined(
      Map<String, Optional<DeploymentRefusal>> refusals, Decision<DeploymentRefusal> decision) {}

  /**
   * @param hosts different from each other
   * @param decide for one host
   */
  static Joined decide(
      Iterable<String> hosts, Function<String, Decision<DeploymentRefusal>> decide) {
    Map<String, Optional<DeploymentRefusal>> refusals = new LinkedHashMap<>();
    Changes changes = Changes.NONE;
    @Nullable Proof proof = null;
    for (String host : hosts) {
      Decision<DeploymentRefusal> one = decide.apply(host);
      refusals.put(
          host,
          one instanceof Decision.Refuse<DeploymentRefusal> refuse
              ? Optional.of(refuse.refusal())
              : Optional.empty());
      if (one instanceof Decision.Change<DeploymentRefusal> change) {
        changes = changes.and(change.changes());
        proof = change.proof();
      }
    }
    // All or nothing is written, so what proves one host's part proves all.
    return new Joined(
        refusals, proof == null ? Decision.fulfilled() : Decision.change(changes, proof));
  }
}
