package io.helios.agent.membership;

import io.helios.agent.condition.Conditions;
import io.helios.agent.goals.StateFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The cluster this agent belongs to: the first it met, unless the operator says another. Nothing is
 * done on behalf of any other. Safe for use by any thread.
 */
public final class HomeCluster {
  private static final Logger log = LoggerFactory.getLogger(HomeCluster.class);

  private final StateFile file;
  private final @Nullable String accepted;
  private final Conditions conditions;
  private @Nullable String known;

  /**
   * Reads what was remembered.
   *
   * @param accepted identity of a cluster to join in place of the remembered one; null for none
   */
  public HomeCluster(StateFile file, @Nullable String accepted, Conditions conditions) {
    this.file = file;
    this.accepted = accepted;
    this.conditions = conditions;
    this.known = remembered(file);
  }

  private static @Nullable String remembered(StateFile file) {
    try {
      return StateDirectory.text(file).orElse(null);
    } catch (IOException e) {
      log.warn("The cluster's identity in {} cannot be read: {}", file, e.toString());
      return null;
    }
  }

  /** The identity by which a tree is this agent's own; empty when it is foreign or has none. */
  public synchronized Optional<String> in(Set<String> identities) {
    if (accepted != null && identities.contains(accepted)) {
      remember(accepted);
    } else if (known == null && identities.size() == 1) {
      remember(identities.iterator().next());
    }
    String home = known;
    if (home != null && identities.contains(home)) {
      conditions.end(Conditions.CLUSTER);
      return Optional.of(home);
    }
    conditions.begin(Conditions.CLUSTER, describe(identities, home));
    return Optional.empty();
  }

  private static String describe(Set<String> identities, @Nullable String home) {
    if (identities.isEmpty()) {
      return home == null
          ? "ZooKeeper holds no cluster yet; waiting for a master to begin one"
          : "ZooKeeper holds no cluster, expected " + home + "; containers are kept as they are";
    }
    return home == null
        ? "ZooKeeper holds several clusters " + identities + "; choose one with --accept-cluster ID"
        : "ZooKeeper holds the cluster "
            + identities
            + ", but this agent belongs to "
            + home
            + "; containers are kept as they are. To join it start with --accept-cluster "
            + identities.iterator().next();
  }

  private void remember(String cluster) {
    if (cluster.equals(known)) {
      return;
    }
    log.info("This agent belongs to the cluster {}", cluster);
    known = cluster;
    try {
      file.write(cluster.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      log.warn("The cluster's identity cannot be remembered in {}: {}", file, e.toString());
    }
  }
}
