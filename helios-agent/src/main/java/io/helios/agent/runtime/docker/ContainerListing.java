package io.helios.agent.runtime.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Container;
import io.helios.agent.runtime.ContainerId;
import io.helios.agent.runtime.Observed;
import io.helios.agent.runtime.RuntimeFailure;
import io.helios.agent.runtime.TaskLabels;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * Lists with one call; what a listing leaves out (environment, exit code, start time) is inspected
 * a few at a time, and only where the cache does not know it.
 */
final class ContainerListing {
  private static final int INSPECTIONS_AT_ONCE = 8;

  private final DockerClient client;
  private final EngineCalls calls;
  private final EngineFailures failures;
  private final ObservedCache cache;
  private final BooleanSupplier cacheIsKeptFresh;

  ContainerListing(
      DockerClient client,
      EngineCalls calls,
      EngineFailures failures,
      ObservedCache cache,
      BooleanSupplier cacheIsKeptFresh) {
    this.client = client;
    this.calls = calls;
    this.failures = failures;
    this.cache = cache;
    this.cacheIsKeptFresh = cacheIsKeptFresh;
  }

  List<Observed> list(String hostId, Duration limit) throws RuntimeFailure {
    List<Container> listed = calls.call("list the containers", limit, () -> listed(hostId));
    List<Observed> found = new ArrayList<>();
    Queue<Container> unknown = new ConcurrentLinkedQueue<>();
    for (Container container : listed) {
      Optional<Observed> known = cached(container);
      known.ifPresentOrElse(found::add, () -> unknown.add(container));
    }
    found.addAll(inspectAll(unknown, limit));
    return found;
  }

  private List<Container> listed(String hostId) {
    return client
        .listContainersCmd()
        .withShowAll(true)
        .withLabelFilter(Map.of(TaskLabels.HOST_ID, hostId))
        .exec();
  }

  /** Name of the running container that has that port of the host; on a thread of the calls. */
  Optional<String> publishing(int port) {
    return client
        .listContainersCmd()
        .withFilter("publish", List.of(Integer.toString(port)))
        .exec()
        .stream()
        .flatMap(container -> Stream.of(container.getNames()))
        .map(name -> name.replaceFirst("^/", ""))
        .findFirst();
  }

  private Optional<Observed> cached(Container listed) {
    return cacheIsKeptFresh.getAsBoolean()
        ? cache.get(new ContainerId(listed.getId()), listed.getState())
        : Optional.empty();
  }

  private List<Observed> inspectAll(Queue<Container> unknown, Duration limit)
      throws RuntimeFailure {
    List<Future<List<Observed>>> workers = new ArrayList<>();
    int count = Math.min(INSPECTIONS_AT_ONCE, unknown.size());
    for (int i = 0; i < count; i++) {
      workers.add(calls.begin(() -> inspectSome(unknown)));
    }
    List<Observed> found = new ArrayList<>();
    try {
      for (Future<List<Observed>> worker : workers) {
        found.addAll(calls.answer("inspect the containers", limit, worker));
      }
    } catch (ExecutionException e) {
      throw failures.of("inspect the containers", e.getCause() == null ? e : e.getCause());
    } finally {
      workers.forEach(worker -> worker.cancel(true));
    }
    return found;
  }

  private List<Observed> inspectSome(Queue<Container> unknown) {
    List<Observed> found = new ArrayList<>();
    for (Container next = unknown.poll(); next != null; next = unknown.poll()) {
      String state = next.getState();
      long mark = cache.mark();
      Optional<Observed> observed = inspect(next.getId());
      observed.ifPresent(found::add);
      // The state may have moved on since the listing; then the entry would lie.
      observed
          .filter(one -> one.phase() == Inspection.phase(state))
          .ifPresent(one -> cache.keep(state, one, mark));
    }
    return found;
  }

  /** Empty when it is gone or not ours; on a thread of the calls. */
  Optional<Observed> inspect(String id) {
    try {
      return Inspection.observed(client.inspectContainerCmd(id).exec());
    } catch (NotFoundException gone) {
      return Optional.empty();
    }
  }
}
