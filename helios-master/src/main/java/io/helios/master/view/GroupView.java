package io.helios.master.view;

import io.helios.coordination.layout.GroupStanding;
import io.helios.coordination.layout.SettledHosts;
import io.helios.model.group.DeploymentGroup;
import io.helios.model.host.HostName;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A deployment group. Which hosts it has is asked of the {@link ClusterView}.
 *
 * @param config null while only its other nodes are there, or it cannot be understood
 * @param standing null in the same cases
 * @param settled hosts that it has dealt with, by bucket
 */
public record GroupView(
    String name,
    @Nullable Versioned<DeploymentGroup> config,
    @Nullable Versioned<GroupStanding> standing,
    Map<Integer, Versioned<SettledHosts>> settled) {

  static GroupView unknown(String name) {
    return new GroupView(name, null, null, Map.of());
  }

  /** Whether the group has dealt with the host since it joined. */
  public boolean hasSettled(HostName host) {
    Versioned<SettledHosts> bucket = settled.get(SettledHosts.bucket(host));
    return bucket != null && bucket.value().has(host);
  }

  /** The newest rollout; the only one that may be under way. */
  public Optional<String> currentRollout() {
    return Optional.ofNullable(standing).flatMap(it -> it.value().current());
  }

  /** As it will be once these hosts are the bucket's. */
  public GroupView settling(int bucket, SettledHosts hosts) {
    return withSettled(bucket, new Versioned<>(hosts, -1));
  }

  boolean isEmpty() {
    return config == null && standing == null && settled.isEmpty();
  }

  GroupView withConfig(@Nullable Versioned<DeploymentGroup> now) {
    return new GroupView(name, now, standing, settled);
  }

  GroupView withStanding(@Nullable Versioned<GroupStanding> now) {
    return new GroupView(name, config, now, settled);
  }

  GroupView withSettled(int bucket, @Nullable Versioned<SettledHosts> now) {
    Map<Integer, Versioned<SettledHosts>> all = new TreeMap<>(settled);
    if (now == null) {
      all.remove(bucket);
    } else {
      all.put(bucket, now);
    }
    return new GroupView(name, config, standing, Collections.unmodifiableMap(all));
  }
}
