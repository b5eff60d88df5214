package io.helios.agent.ports;

import io.helios.agent.task.PortsFact;
import io.helios.model.job.JobId;
import io.helios.model.job.PortMapping;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Gives a task all its ports or none. What a task once had it keeps, whatever the range says now:
 * its users know the number.
 */
public final class PortPlan {
  private PortPlan() {}

  /**
   * Decides.
   *
   * @param seed where to begin in the range, together with the task; another for each agent
   * @param wanted the job's mappings by name
   * @param before mappings that the task had; empty if none
   * @param others ports that other tasks hold
   * @param host asked only about ports that the task did not have before
   */
  public static PortsFact assign(
      PortRange range,
      String seed,
      JobId task,
      Map<String, PortMapping> wanted,
      Map<String, PortMapping> before,
      Collection<Claim> others,
      HostPorts host) {
    Map<String, PortMapping> assigned = new TreeMap<>();
    Set<Integer> used = new HashSet<>();
    List<Claim> claims = new ArrayList<>(others);
    Map<String, PortMapping> open = new TreeMap<>();
    for (Map.Entry<String, PortMapping> entry : wanted.entrySet()) {
      PortMapping mapping = entry.getValue();
      Integer port = mapping.externalPort();
      if (port == null) {
        open.put(entry.getKey(), mapping);
        continue;
      }
      for (Claim claim : others) {
        if (claim.clashesWith(port, mapping.protocol(), mapping.ip())) {
          return PortsFact.waiting(
              "port " + port + "/" + mapping.protocol() + ", held by " + claim.holder());
        }
      }
      assigned.put(entry.getKey(), mapping);
      claims.add(new Claim(task, port, mapping.protocol(), mapping.ip()));
    }
    // First what is kept, so that no new choice takes it away.
    Map<String, PortMapping> still = new TreeMap<>();
    open.forEach(
        (name, mapping) -> {
          Integer kept = kept(before.get(name), mapping, claims);
          if (kept == null) {
            still.put(name, mapping);
          } else {
            assigned.put(name, mapping.withExternalPort(kept));
            claims.add(new Claim(task, kept, mapping.protocol(), mapping.ip()));
          }
        });
    // A fresh number is nobody's in either protocol: it is less to explain.
    claims.forEach(claim -> used.add(claim.port()));
    for (Map.Entry<String, PortMapping> entry : still.entrySet()) {
      OptionalInt port = free(range, seed + task, entry.getValue(), used, host);
      if (port.isEmpty()) {
        return PortsFact.waiting("a free port in " + range);
      }
      assigned.put(entry.getKey(), entry.getValue().withExternalPort(port.getAsInt()));
      used.add(port.getAsInt());
    }
    return PortsFact.assigned(assigned);
  }

  private static @Nullable Integer kept(
      @Nullable PortMapping before, PortMapping wanted, List<Claim> claims) {
    Integer port = before == null ? null : before.externalPort();
    if (before == null
        || port == null
        || before.internalPort() != wanted.internalPort()
        || !before.protocol().equals(wanted.protocol())
        || claims.stream()
            .anyMatch(claim -> claim.clashesWith(port, wanted.protocol(), wanted.ip()))) {
      return null;
    }
    return port;
  }

  /** Begins at a place of the agent's and task's own, so that two agents seldom meet. */
  private static OptionalInt free(
      PortRange range, String seed, PortMapping mapping, Set<Integer> used, HostPorts host) {
    int first = Math.floorMod(seed.hashCode(), range.size());
    for (int i = 0; i < range.size(); i++) {
      int port = range.start() + (first + i) % range.size();
      if (!used.contains(port) && host.isFree(port, mapping.protocol(), mapping.ip())) {
        return OptionalInt.of(port);
      }
    }
    return OptionalInt.empty();
  }
}
