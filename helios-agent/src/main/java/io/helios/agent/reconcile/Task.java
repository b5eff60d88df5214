package io.helios.agent.reconcile;

import io.helios.agent.goals.KnownTask;
import io.helios.agent.runtime.ContainerId;
import io.helios.agent.task.Demand;
import io.helios.agent.task.Discovery;
import io.helios.agent.task.Health;
import io.helios.agent.task.History;
import io.helios.agent.task.ImageKnown;
import io.helios.agent.task.InFlight;
import io.helios.agent.task.Runs;
import io.helios.model.job.Job;
import io.helios.model.job.PortMapping;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the loop holds of one task; only the loop's thread touches it. */
final class Task {
  History history = History.NONE;
  Discovery discovery = Discovery.NONE;

  /** Null until the task got its ports. */
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
        new History(
            known.generation(),
            0,
            known.imageReady() ? ImageKnown.READY : ImageKnown.UNKNOWN,
            null,
            null,
            null,
            new Runs(List.of(), 0, known.restarts(), null, null, Instant.EPOCH),
            announced == null ? Health.UNKNOWN : Health.adopted(new ContainerId(announced)));
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

  /** A start failed because a port was taken: those that may be others will be. */
  void portsWereTaken(Job job) {
    Map<String, PortMapping> had = ports;
    if (had == null) {
      return;
    }
    had.forEach(
        (name, mapping) -> {
          PortMapping wanted = job.ports().get(name);
          Integer port = mapping.externalPort();
          if (wanted != null && wanted.externalPort() == null && port != null) {
            refusedPorts.add(port);
          }
        });
    ports = null;
  }

  /** What of it is worth being remembered on disk. */
  KnownTask known(Demand demand, @Nullable ContainerId announced) {
    return new KnownTask(
        demand.job(),
        demand.goal(),
        demand.generation(),
        ports == null ? Map.of() : ports,
        history.imageReady(),
        announced == null ? null : announced.value(),
        history.runs().restarts());
  }
}
