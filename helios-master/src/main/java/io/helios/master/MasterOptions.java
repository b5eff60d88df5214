package io.helios.master;

import io.helios.coordination.tree.zookeeper.ZooKeeperOptions;
import java.nio.file.Path;
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
 */
public record MasterOptions(
    String name,
    ZooKeeperOptions zooKeeper,
    ListenAddress http,
    ListenAddress admin,
    Path stateDirectory,
    Set<String> allowedCapabilities,
    boolean initCluster,
    boolean register) {
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
    return new MasterOptions(name, zooKeeper, http, admin, stateDirectory, Set.of(), false, true);
  }
}
