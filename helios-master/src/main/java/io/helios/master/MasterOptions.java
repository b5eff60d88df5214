package io.helios.master;

import io.helios.coordination.tree.zookeeper.ZooKeeperOptions;
import io.helios.master.cleanup.CleanupRules;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * How a master runs.
 *
 * @param name under which it is listed, unique in the cluster
 * @param http where the API listens
 * @param admin where health and metrics are served
 * @param stateDirectory is created if missing; remembers the cluster's identity
 * @param allowedCapabilities Linux capabilities that jobs may add
 * @param initCluster whether to accept a tree of another or no identity
 * @param register whether to be listed among the masters
 * @param cleanup what is removed by itself
 * @param auditLog file that tells what happened; empty for none
 * @param clusterId of the only cluster to work with; empty for the one of before, or any
 * @param accessLog file that tells every request; empty for none
 */
public record MasterOptions(
    String name,
    ZooKeeperOptions zooKeeper,
    ListenAddress http,
    ListenAddress admin,
    Path stateDirectory,
    Set<String> allowedCapabilities,
    boolean initCluster,
    boolean register,
    CleanupRules cleanup,
    Optional<Path> auditLog,
    Optional<String> clusterId,
    Optional<Path> accessLog) {
  public MasterOptions {
    allowedCapabilities = Set.copyOf(allowedCapabilities);
  }

  /** What every master needs to be told; everything else at its default. */
  public static MasterOptions of(
      String name,
      ZooKeeperOptions zooKeeper,
      ListenAddress http,
      ListenAddress admin,
      Path stateDirectory) {
    return new MasterOptions(
        name,
        zooKeeper,
        http,
        admin,
        stateDirectory,
        Set.of(),
        false,
        true,
        CleanupRules.DEFAULT,
        Optional.of(auditLogIn(stateDirectory)),
        Optional.empty(),
        Optional.empty());
  }

  /** Where the audit log is unless said otherwise. */
  static Path auditLogIn(Path stateDirectory) {
    return stateDirectory.resolve("audit.log");
  }
}
