package io.helios.master.history;

import io.helios.coordination.layout.Paths;
import io.helios.coordination.layout.Stored;
import io.helios.coordination.layout.StoredHistory;
import io.helios.coordination.tree.Node;
import io.helios.coordination.tree.Tree;
import io.helios.coordination.tree.Tree.Reading;
import io.helios.coordination.tree.TreePath;
import io.helios.master.commit.Unavailable;
import io.helios.master.view.JobView;
import io.helios.master.view.LiveView;
import io.helios.model.job.Job;
import io.helios.model.job.JobId;
import io.helios.model.task.TaskStatus;
import io.helios.model.task.TaskStatusEvent;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.LongStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the events of a job on all its hosts. */
public final class JobHistory {
  private static final Logger log = LoggerFactory.getLogger(JobHistory.class);
  private static final Duration LIMIT = Duration.ofSeconds(5);

  private final Tree tree;
  private final LiveView live;

  public JobHistory(Tree tree, LiveView live) {
    this.tree = tree;
    this.live = live;
  }

  /**
   * Events of all hosts, oldest first; empty when there is no such job.
   *
   * @throws Unavailable when the tree is away or does not answer in time
   */
  Optional<List<TaskStatusEvent>> of(JobId id) {
    return live.view().job(id).map(JobView::job).map(this::events);
  }

  /**
   * When something last happened to the job on any host, by the hosts' clocks; empty when there is
   * no history.
   *
   * @throws Unavailable when the tree is away or does not answer in time
   */
  public Optional<Instant> newest(JobId id) {
    return await(nodes(id)).values().stream()
        .map(reading -> timestamps(reading.node()).max())
        .flatMapToLong(OptionalLong::stream)
        .max()
        .stream()
        .mapToObj(Instant::ofEpochMilli)
        .findFirst();
  }

  private static LongStream timestamps(Node node) {
    try {
      return Stored.read(node.data(), StoredHistory.class).events().stream()
          .mapToLong(StoredHistory.Event::timestamp);
    } catch (IOException e) {
      log.warn("cannot read {}: {}", node.path(), e.getMessage());
      return LongStream.empty();
    }
  }

  private CompletableFuture<Map<TreePath, Reading>> nodes(JobId id) {
    TreePath parent = Paths.jobHistory(id);
    return read(List.of(parent))
        .thenCompose(
            found ->
                found.containsKey(parent)
                    ? read(found.get(parent).children().stream().map(parent::child).toList())
                    : CompletableFuture.completedFuture(Map.of()));
  }

  private List<TaskStatusEvent> events(Job job) {
    List<Placed> events = new ArrayList<>();
    await(nodes(job.id())).values().forEach(reading -> add(job, reading.node(), events));
    events.sort(Comparator.comparingLong(Placed::at));
    return events.stream().map(Placed::event).toList();
  }

  /** An event, and where it belongs: behind those that its host told before, whatever its clock. */
  private record Placed(long at, TaskStatusEvent event) {}

  private CompletableFuture<Map<TreePath, Reading>> read(Collection<TreePath> paths) {
    CompletableFuture<Map<TreePath, Reading>> result = new CompletableFuture<>();
    if (paths.isEmpty()) {
      result.complete(Map.of());
    } else {
      tree.read(
          paths, readings -> result.complete(readings.found()), result::completeExceptionally);
    }
    return result;
  }

  private static Map<TreePath, Reading> await(CompletableFuture<Map<TreePath, Reading>> result) {
    try {
      return result.get(LIMIT.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      throw new Unavailable("history cannot be read: ZooKeeper is not reachable", e);
    } catch (TimeoutException e) {
      throw new Unavailable("history cannot be read: ZooKeeper does not answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Unavailable("the master is stopping", e);
    }
  }

  private static void add(Job job, Node node, List<Placed> events) {
    try {
      long at = Long.MIN_VALUE;
      long last = 0;
      for (StoredHistory.Event event : Stored.read(node.data(), StoredHistory.class).events()) {
        long omitted = event.sequence() - last - 1;
        last = event.sequence();
        at = Math.max(at, event.timestamp());
        events.add(
            new Placed(
                at,
                new TaskStatusEvent(
                    new TaskStatus(job, event.report()),
                    event.timestamp(),
                    node.path().name(),
                    omitted > 0 ? omitted : null)));
      }
    } catch (IOException e) {
      log.warn("cannot read {}: {}", node.path(), e.getMessage());
    }
  }
}
