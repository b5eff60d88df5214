package io.helios.agent.reconcile;

import io.helios.agent.ports.Claim;
import io.helios.agent.ports.HostPorts;
import io.helios.agent.ports.NetworkPorts;
import io.helios.agent.ports.PortPlan;
import io.helios.agent.ports.PortRange;
import io.helios.agent.runtime.Observed;
import io.helios.agent.task.Demand;
import io.helios.agent.task.PortsFact;
import io.helios.model.job.JobId;
import io.helios.model.job.PortMapping;
import io.helios.model.task.Goal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Who has which ports of this host, and what a task that needs some gets. Used by the loop's
 * thread.
 */
final class PortBook {
  private final PortRange range;
  private final String seed;
  private final HostPorts host;

  /**
   * Begins empty.
   *
   * @param seed this agent's own, so that two agents on one machine seldom choose the same
   */
  PortBook(PortRange range, String seed, HostPorts host) {
    this.range = range;
    this.seed = seed;
    this.host = host;
  }

  /** The task's ports; they are chosen only when they are about to be needed. */
  PortsFact fact(
      JobId id, Demand demand, Task task, List<Observed> containers, Supplier<List<Claim>> others) {
    Optional<Observed> running =
        containers.stream()
            .filter(c -> c.phase() == Observed.Phase.RUNNING)
            .filter(c -> c.task().generation() >= demand.generation())
            .findFirst();
    if (running.isPresent()) {
      task.ports = running.get().ports();
      task.refusedPorts.clear();
    }
    Map<String, PortMapping> had = task.ports;
    if (had != null && had.keySet().equals(demand.job().ports().keySet())) {
      return PortsFact.assigned(had);
    }
    if (demand.goal() != Goal.START) {
      return PortsFact.assigned(Map.of());
    }
    Map<String, PortMapping> before = new TreeMap<>();
    containers.stream()
        .sorted(Comparator.comparingLong(c -> c.task().generation()))
        .forEach(c -> before.putAll(c.ports()));
    if (had != null) {
      before.putAll(had);
    }
    before.values().removeIf(mapping -> task.refusedPorts.contains(mapping.externalPort()));
    HostPorts free =
        (port, protocol, ip) ->
            !task.refusedPorts.contains(port) && host.isFree(port, protocol, ip);
    Map<String, PortMapping> wanted = NetworkPorts.of(demand.job());
    Map<String, PortMapping> needed = new TreeMap<>(wanted);
    if (!NetworkPorts.arePublished(demand.job())) {
      needed.values().removeIf(mapping -> mapping.externalPort() == null);
    }
    PortsFact fact = PortPlan.assign(range, seed, id, needed, before, others.get(), free);
    if (fact.waitingFor() != null) {
      task.refusedPorts.clear(); // Perhaps one of them is free by now.
      return fact;
    }
    Map<String, PortMapping> all = new TreeMap<>(wanted);
    all.putAll(fact.assigned());
    task.ports = all;
    return PortsFact.assigned(all);
  }

  /** What a task holds: until its containers are gone, even if its goal is to be gone. */
  static List<Claim> claims(
      JobId id, @Nullable Demand demand, @Nullable Task task, List<Observed> containers) {
    List<Claim> claims = new ArrayList<>();
    boolean leaving = demand == null || demand.goal() == Goal.UNDEPLOY;
    Map<String, PortMapping> assigned = task == null ? null : task.ports;
    if (assigned != null && !(leaving && containers.isEmpty())) {
      assigned.values().forEach(mapping -> add(claims, id, mapping));
    }
    containers.stream()
        .filter(c -> c.phase() == Observed.Phase.RUNNING)
        .forEach(c -> c.ports().values().forEach(mapping -> add(claims, id, mapping)));
    return claims;
  }

  private static void add(List<Claim> claims, JobId holder, PortMapping mapping) {
    Integer port = mapping.externalPort();
    if (port != null) {
      claims.add(new Claim(holder, port, mapping.protocol(), mapping.ip()));
    }
  }
}
