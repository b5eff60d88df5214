package io.helios.master.rollout;

import io.helios.coordination.layout.EventChunk;
import io.helios.coordination.layout.HostChunk;
import io.helios.coordination.layout.HostProgress;
import io.helios.coordination.layout.Paths;
import io.helios.coordination.layout.Stored;
import io.helios.coordination.layout.StoredHistory;
import io.helios.coordination.tree.Node;
import io.helios.coordination.tree.Tree;
import io.helios.coordination.tree.Tree.Reading;
import io.helios.coordination.tree.TreePath;
import io.helios.coordination.tree.TreeUnavailable;
import io.helios.model.group.RolloutEvent;
import io.helios.model.host.HostName;
import io.helios.model.job.JobId;
import io.helios.model.task.State;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads what the view leaves out: the hosts and events of single rollouts, states of tasks. */
final class RolloutNodes {
  private static final Logger log = LoggerFactory.getLogger(RolloutNodes.class);
  private static final Duration LIMIT = Duration.ofSeconds(5);
  private static final int AT_ONCE = 200;

  private final Tree tree;

  RolloutNodes(Tree tree) {
    this.tree = tree;
  }

  /** How the hosts of a rollout fare, by the chunk they stand in. */
  Map<Integer, List<HostProgress>> hosts(String id) throws TreeUnavailable {
    Map<Integer, List<HostProgress>> chunks = new TreeMap<>();
    for (Node node : below(Paths.rolloutHosts(id))) {
      try {
        chunks.put(
            Integer.parseInt(node.path().name()),
            Stored.read(node.data(), HostChunk.class).hosts());
      } catch (IOException | NumberFormatException e) {
        log.warn("cannot read {}: {}", node.path(), e.getMessage());
      }
    }
    return chunks;
  }

  /** The newest events of a rollout's hosts, by chunk. */
  Map<Long, List<RolloutEvent>> events(String id) throws TreeUnavailable {
    Map<Long, List<RolloutEvent>> chunks = new TreeMap<>();
    for (Node node : below(Paths.rolloutEvents(id))) {
      try {
        chunks.put(
            Long.parseLong(node.path().name()),
            Stored.read(node.data(), EventChunk.class).events());
      } catch (IOException | NumberFormatException e) {
        log.warn("cannot read {}: {}", node.path(), e.getMessage());
      }
    }
    return chunks;
  }

  /** Names of everything below a rollout's node. */
  List<TreePath> everythingBelow(String id) throws TreeUnavailable {
    List<TreePath> paths = new ArrayList<>();
    for (TreePath parent : List.of(Paths.rolloutHosts(id), Paths.rolloutEvents(id))) {
      tree.children(parent).forEach(name -> paths.add(parent.child(name)));
      if (tree.get(parent).isPresent()) {
        paths.add(parent);
      }
    }
    return paths;
  }

  /** The last states of a job on hosts, oldest first; hosts of which nothing is known left out. */
  Map<HostName, List<State>> histories(JobId job, Collection<HostName> hosts, int most)
      throws TreeUnavailable {
    Map<HostName, List<State>> histories = new HashMap<>();
    List<TreePath> paths = hosts.stream().map(host -> Paths.taskHistory(job, host)).toList();
    for (Node node : read(paths)) {
      try {
        List<State> states =
            Stored.read(node.data(), StoredHistory.class).events().stream()
                .map(event -> event.report().state())
                .toList();
        histories.put(
            new HostName(node.path().name()),
            states.subList(Math.max(0, states.size() - most), states.size()));
      } catch (IOException e) {
        log.warn("cannot read {}: {}", node.path(), e.getMessage());
      }
    }
    return histories;
  }

  /** Those of the nodes that exist. */
  Map<TreePath, Node> existing(Collection<TreePath> paths) throws TreeUnavailable {
    Map<TreePath, Node> existing = new HashMap<>();
    read(List.copyOf(paths)).forEach(node -> existing.put(node.path(), node));
    return existing;
  }

  private List<Node> below(TreePath parent) throws TreeUnavailable {
    return read(tree.children(parent).stream().map(parent::child).toList());
  }

  private List<Node> read(List<TreePath> paths) throws TreeUnavailable {
    List<Node> nodes = new ArrayList<>();
    for (int from = 0; from < paths.size(); from += AT_ONCE) {
      CompletableFuture<Map<TreePath, Reading>> part = new CompletableFuture<>();
      tree.read(
          paths.subList(from, Math.min(paths.size(), from + AT_ONCE)),
          readings -> part.complete(readings.found()),
          part::completeExceptionally);
      await(part).values().forEach(reading -> nodes.add(reading.node()));
    }
    return nodes;
  }

  private static <T> T await(CompletableFuture<T> result) throws TreeUnavailable {
    try {
      return result.get(LIMIT.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new TreeUnavailable("reading a rollout", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TreeUnavailable("interrupted", e);
    }
  }
}
