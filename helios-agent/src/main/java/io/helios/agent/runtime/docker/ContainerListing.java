package io.helios.agent.runtime.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Container;
import io.helios.agent.runtime.ContainerId;
import io.helios.agent.runtime.Observed;
import io.helios.agent.runtime.RuntimeFailure;
import io.helios.agent.runtime.RuntimeFailure.Kind;
import io.helios.agent.runtime.TaskLabels;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lists with one call; what a listing leaves out (environment, exit code, start time) is inspected
 * a few at a time, and only where the cache does not know it. A container that the engine cannot
 * describe is still seen by what the listing says of it: to miss it would be to take it for gone.
 */
final class ContainerListing {
  private static final Logger log = LoggerFactory.getLogger(ContainerListing.class);
  private static final int INSPECTIONS_AT_ONCE = 8;
  private static final Duration ONE_INSPECTION = Duration.ofSeconds(10);
  private static final String INSPECTING = "inspect a container";

  private final EngineConnection engine;
  private final DockerClient client;
  private final EngineCalls calls;
  private final EngineFailures failures;
  private final ObservedCache cache;
  private final BooleanSupplier cacheIsKeptFresh;
  private final Set<String> told = ConcurrentHashMap.newKeySet();

  ContainerListing(EngineConnection engine, ObservedCache cache, BooleanSupplier cacheIsKeptFresh) {
    this.engine = engine;
    this.client = engine.client();
    this.calls = engine.calls();
    this.failures = engine.failures();
    this.cache = cache;
    this.cacheIsKeptFresh = cacheIsKeptFresh;
  }

  List<Observed> list(String hostId) throws RuntimeFailure {
    // A list of hundreds may take its time; that an engine hangs is to be known sooner.
    engine.mustAnswer();
    Duration limit = engine.limits().call();
    List<Container> listed = calls.call("list the containers", limit, () -> listed(hostId));
    List<Observed> found = new ArrayList<>();
    Queue<Container> unknown = new ArrayDeque<>();
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

  /** Name of the running container that has that port of the host. */
  Optional<String> publisher(int port, String protocol) throws RuntimeFailure {
    return calls.call(
        "look for the holder of a port", engine.limits().call(), () -> publishing(port, protocol));
  }

  private Optional<String> publishing(int port, String protocol) {
    return client
        .listContainersCmd()
        .withFilter("publish", List.of(port + "/" + protocol))
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
    List<Observed> found = new ArrayList<>();
    Deque<Pending> pending = new ArrayDeque<>();
    int silent = 0;
    try {
      while (!unknown.isEmpty() || !pending.isEmpty()) {
        while (!unknown.isEmpty() && pending.size() < INSPECTIONS_AT_ONCE) {
          Container next = unknown.remove();
          pending.add(new Pending(next, cache.mark(), calls.begin(() -> inspected(next.getId()))));
        }
        Pending oldest = pending.remove();
        try {
          keep(oldest, calls.answer(INSPECTING, atMost(limit), oldest.answer()))
              .ifPresent(found::add);
        } catch (ExecutionException e) {
          odd(oldest.listed(), why(e)).ifPresent(found::add);
        } catch (RuntimeFailure e) {
          // One that hangs has a trouble of its own; if many do, it is the engine that hangs.
          silent++;
          if (e.kind() != Kind.UNAVAILABLE || silent >= INSPECTIONS_AT_ONCE) {
            throw e;
          }
          odd(oldest.listed(), String.valueOf(e.getMessage())).ifPresent(found::add);
        }
      }
    } finally {
      pending.forEach(left -> left.answer().cancel(true));
    }
    return found;
  }

  private Optional<Observed> keep(Pending asked, Optional<Observed> answer) {
    String state = asked.listed().getState();
    told.remove(asked.listed().getId());
    // The state may have moved on since the listing; then the entry would lie.
    answer
        .filter(one -> one.phase() == Inspection.phase(state))
        .ifPresent(one -> cache.keep(state, one, asked.mark()));
    return answer;
  }

  /** One container; empty when it is gone or not ours. */
  Optional<Observed> inspect(ContainerId id) throws RuntimeFailure {
    Duration limit = engine.limits().call();
    String reason;
    try {
      return calls.answer(INSPECTING, atMost(limit), calls.begin(() -> inspected(id.value())));
    } catch (ExecutionException e) {
      reason = why(e);
    } catch (RuntimeFailure e) {
      if (e.kind() != Kind.UNAVAILABLE) {
        throw e;
      }
      reason = String.valueOf(e.getMessage());
    }
    List<Container> listed = calls.call("list one container", limit, () -> listedAlone(id));
    return listed.isEmpty() ? Optional.empty() : odd(listed.get(0), reason);
  }

  private List<Container> listedAlone(ContainerId id) {
    return client
        .listContainersCmd()
        .withShowAll(true)
        .withFilter("id", List.of(id.value()))
        .exec();
  }

  /** What the listing tells of a container that the engine cannot describe: it is there. */
  private Optional<Observed> odd(Container listed, String reason) {
    Optional<Observed> found = Inspection.listed(listed, reason);
    if (found.isPresent() && told.add(listed.getId())) {
      log.warn(
          "The engine cannot describe container {}; going on with what its list says: {}",
          found.get().id(),
          reason);
    }
    return found;
  }

  /** The engine's words about one container; a failure if it was the engine that failed. */
  private String why(ExecutionException e) throws RuntimeFailure {
    RuntimeFailure failure = failures.of(INSPECTING, e.getCause() == null ? e : e.getCause());
    if (failure.kind() == Kind.UNAVAILABLE) {
      throw failure;
    }
    return String.valueOf(failure.getMessage());
  }

  private Optional<Observed> inspected(String id) {
    try {
      return Inspection.observed(client.inspectContainerCmd(id).exec());
    } catch (NotFoundException gone) {
      return Optional.empty();
    }
  }

  private static Duration atMost(Duration limit) {
    return limit.compareTo(ONE_INSPECTION) < 0 ? limit : ONE_INSPECTION;
  }

  /** An inspection under way. */
  private record Pending(Container listed, long mark, Future<Optional<Observed>> answer) {}
}
