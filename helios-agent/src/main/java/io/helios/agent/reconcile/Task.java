package io.helios.agent.reconcile;

import io.helios.agent.goals.KnownTask;
import io.helios.agent.ports.NetworkPorts;
import io.helios.agent.runtime.ContainerId;
import io.helios.agent.task.Demand;
import io.helios.agent.task.Discovery;
import io.helios.agent.task.Health;
import io.helios.agent.task.History;
import io.helios.agent.task.InFlight;
import io.helios.agent.task.Outcome;
import io.helios.agent.task.Setbacks;
import io.helios.agent.task.Trouble;
import io.helios.model.job.HealthCheck;
import io.helios.model.job.Job;
import io.helios.model.job.PortMapping;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the loop holds of one task; only the loop's thread touches it. */
final class Task {
  History history = History.NONE;
  Discovery discovery = Discovery.NONE;

  /** Null until the task got its ports; some are missing when others have to be found for them. */
  @Nullable Map<String, PortMapping> ports;

  /** Dynamic ports that somebody outside of Helios had when they were about to be used. */
  final Set<Integer> refusedPorts = new HashSet<>();

  @Nullable InFlight inFlight;
  @Nullable Work work;
  boolean cancelled;

  /** Nothing is decided before a look at all containers that began after this tick. */
  long notBeforeLook;

  @Nullable KnownTask saved;

  static Task remembered(KnownTask known) {
    Task task = new Task();
    task.saved = known;
    task.ports = known.ports().isEmpty() ? null : known.ports();
    String announced = known.announced();
    if (announced != null) {
      task.discovery = Discovery.adopted(new ContainerId(announced));
    }
    task.history =
        History.remembered(
            known.generation(),
            known.imageReady(),
            known.restarts(),
            known.setbacks(),
            announced == null
                ? Health.UNKNOWN
                : Health.adopted(
                    new ContainerId(announced), known.job().healthCheck(), known.unhealthy()));
    return task;
  }

  /** What is left once the task is done with: services that could not be withdrawn yet. */
  @Nullable Task forgotten() {
    if (discovery.held().isEmpty()) {
      return null;
    }
    Task left = new Task();
    left.discovery = discovery;
    return left;
  }

  /**
   * Takes note of how a step failed, after the history did. A dynamic port that somebody else has
   * twice in a row is given up: once may be an old container on its way out.
   */
  void failed(Outcome.Failed failure, Job job) {
    Trouble trouble = history.starting();
    Map<String, PortMapping> had = ports;
    if (had == null || trouble == null || !trouble.isAboutPorts()) {
      return;
    }
    if (trouble.count() == 1 || trouble.kind() != failure.kind()) {
      return;
    }
    Map<String, PortMapping> asked = NetworkPorts.of(job);
    Map<String, PortMapping> kept = new TreeMap<>(had);
    had.forEach(
        (name, mapping) -> {
          Integer port = mapping.externalPort();
          PortMapping wanted = asked.get(name);
          boolean dynamic = wanted != null && wanted.externalPort() == null;
          boolean meant = failure.port() == null || failure.port().equals(port);
          if (dynamic && meant && port != null) {
            refusedPorts.add(port);
            kept.remove(name);
          }
        });
    ports = kept;
  }

  /** What of it is worth being remembered on disk. */
  KnownTask known(Demand demand, @Nullable ContainerId announced) {
    Health health = history.health();
    HealthCheck check = demand.job().healthCheck();
    boolean unhealthy =
        announced != null && check != null && health.isOf(announced) && health.isUnhealthy(check);
    return new KnownTask(
        demand.job(),
        demand.goal(),
        demand.generation(),
        ports == null ? Map.of() : ports,
        history.imageReady(),
        announced == null ? null : announced.value(),
        unhealthy ? health.reason() : null,
        history.runs().restarts(),
        Setbacks.of(history));
  }
}
