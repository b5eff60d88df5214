package io.helios.coordination.layout;

import io.helios.model.host.HostName;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;

/**
 * Hosts of a group with which it has dealt: the job came there, or failed to. A host of the group
 * that is not among them joined, came back or was skipped, and is still owed the job. They lie in a
 * fixed number of buckets, so that no node grows much with the group.
 */
public record SettledHosts(Set<String> hosts) {
  /** 50,000 hosts are about 80 kB in each. */
  public static final int BUCKETS = 16;

  public static final SettledHosts NONE = new SettledHosts(Set.of());

  public SettledHosts {
    hosts = Set.copyOf(hosts);
  }

  /** Where the host's name stands; the same in every process. */
  public static int bucket(HostName host) {
    return Math.floorMod(host.value().hashCode(), BUCKETS);
  }

  public boolean has(HostName host) {
    return hosts.contains(host.value());
  }

  /** With some more and without others. */
  public SettledHosts changed(Collection<HostName> in, Collection<HostName> out) {
    Set<String> all = new TreeSet<>(hosts);
    out.forEach(host -> all.remove(host.value()));
    in.forEach(host -> all.add(host.value()));
    return new SettledHosts(all);
  }
}
