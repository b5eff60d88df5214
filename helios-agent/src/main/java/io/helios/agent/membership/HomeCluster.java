package io.helios.agent.membership;

import io.helios.agent.condition.Conditions;
import io.helios.agent.goals.StateFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The cluster this agent belongs to: the first it met, unless the operator says another. Nothing is
 * done on behalf of any other. Safe for use by any thread.
 */
public final class HomeCluster {
  private static final Logger log = LoggerFactory.getLogger(HomeCluster.class);

  /** Of a known length, or with its line end: not the first half of one. */
  private static final Pattern WHOLE = Pattern.compile("[0-9a-fA-F-]{36}\\s*|\\S+\\n");

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
      Optional<byte[]> content = file.read();
      String text = content.map(bytes -> new String(bytes, StandardCharsets.UTF_8)).orElse("");
      if (content.isPresent() && !WHOLE.matcher(text).matches()) {
        log.warn(
            "The cluster's identity in {} is damaged; the next cluster that is met is taken for"
                + " this agent's own",
            file);
        return null;
      }
      return content.isEmpty() ? null : text.strip();
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
      StateDirectory.writeLine(file, cluster);
    } catch (IOException e) {
      log.warn("The cluster's identity cannot be remembered in {}: {}", file, e.toString());
    }
  }
}
