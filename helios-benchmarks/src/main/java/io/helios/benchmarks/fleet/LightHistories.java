package io.helios.benchmarks.fleet;

import io.helios.benchmarks.wire.ZkSession;
import io.helios.coordination.layout.Paths;
import io.helios.coordination.layout.Stored;
import io.helios.coordination.layout.StoredHistory;
import io.helios.model.host.HostName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.OpResult.GetDataResult;
import org.jspecify.annotations.Nullable;

/**
 * Puts what happened behind the histories of a light agent's tasks. A history outlives its
 * deployment, so whether it has to be begun is looked up first. For the loop's thread.
 */
final class LightHistories {
  private final HostName host;
  private final ZkSession session;

  /**
   * What was found beside a task's own history.
   *
   * @param job whether the job is still there
   * @param parent whether some host, or the master that created the job, has begun its history
   */
  record Look(boolean job, boolean parent) {}

  LightHistories(HostName host, ZkSession session) {
    this.host = host;
    this.session = session;
  }

  /** Looks for the histories that are not known; goes on only if they could be read. */
  void look(List<LightTask> batch, Consumer<Map<LightTask, Look>> then) {
    List<LightTask> unknown = batch.stream().filter(task -> !task.told.knowsHistory()).toList();
    if (unknown.isEmpty()) {
      then.accept(Map.of());
      return;
    }
    List<Op> reads = new ArrayList<>(3 * unknown.size());
    for (LightTask task : unknown) {
      reads.add(Op.getData(Paths.taskHistory(task.job, host).value()));
      reads.add(Op.getData(Paths.job(task.job).value()));
      reads.add(Op.getData(Paths.jobHistory(task.job).value()));
    }
    session.multi(
        reads,
        (code, zxid, results) -> {
          if (code != 0 || results.size() != reads.size()) {
            return; // The connection was lost: with the next one everything is compared.
          }
          Map<LightTask, Look> looks = new HashMap<>();
          for (int i = 0; i < unknown.size(); i++) {
            unknown.get(i).told.found(Changes.history(results.get(3 * i)));
            looks.put(
                unknown.get(i),
                new Look(
                    results.get(3 * i + 1) instanceof GetDataResult,
                    results.get(3 * i + 2) instanceof GetDataResult));
          }
          then.accept(looks);
        });
  }

  /**
   * Adds what puts a task's news behind its history.
   *
   * @param look null if the history was known before
   * @return to be run once that is done
   */
  Runnable append(List<Op> ops, LightTask task, @Nullable Look look) {
    int events = task.told.news();
    if (events == 0) {
      return () -> {};
    }
    if (look != null && !look.job) {
      task.told.doubtHistory(); // With the job it went; both may come again.
      return () -> task.told.dropNews(events);
    }
    StoredHistory longer = task.told.longer();
    ops.add(Op.check(Paths.job(task.job).value(), -1));
    if (look != null && !look.parent) {
      ops.add(Changes.create(Paths.jobHistory(task.job).value(), new byte[0]));
    }
    ops.add(
        Changes.put(
            Paths.taskHistory(task.job, host), Stored.bytes(longer), task.told.isHistoryThere()));
    return () -> task.told.told(longer, events);
  }
}
