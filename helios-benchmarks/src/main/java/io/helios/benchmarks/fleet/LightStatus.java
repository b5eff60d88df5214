package io.helios.benchmarks.fleet;

import io.helios.benchmarks.fleet.LightHistories.Look;
import io.helios.benchmarks.wire.ZkSession;
import io.helios.coordination.layout.Paths;
import io.helios.coordination.layout.Stored;
import io.helios.model.host.HostName;
import io.helios.model.job.JobId;
import io.helios.model.task.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongConsumer;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.OpResult;
import org.jspecify.annotations.Nullable;

/**
 * Tells statuses and histories of a light agent, in the transactions of a real one: what is new of
 * all tasks in one per {@link #INTERVAL}, the last step of an undeploy in one of its own. After a
 * lost connection or a refusal it compares with what stands in the tree. For the loop's thread.
 */
final class LightStatus {
  /** As real agents: statuses are told at most this often. */
  private static final Duration INTERVAL = Duration.ofMillis(30);

  private static final Duration RETRY = Duration.ofSeconds(1);
  private static final int BATCH = 40;

  /** Refusals in a row that are not explained by other hosts which were quicker. */
  private static final int STUCK = 20;

  private final LightFleet fleet;
  private final HostName host;
  private final int index;
  private final ZkSession session;
  private final Map<JobId, LightTask> tasks;
  private final LightHistories histories;
  private final Set<LightTask> dirty = new LinkedHashSet<>();
  private int fence;
  private int openings;
  private boolean open;
  private boolean sending;
  private boolean flushDue;
  private long flushAt;
  private long flushedAt;
  private int refusals;

  /**
   * Tells nothing before {@link #open}.
   *
   * @param tasks all that the agent knows, as they change
   */
  LightStatus(
      LightFleet fleet, HostName host, int index, ZkSession session, Map<JobId, LightTask> tasks) {
    this.fleet = fleet;
    this.host = host;
    this.index = index;
    this.session = session;
    this.tasks = tasks;
    this.histories = new LightHistories(host, session);
  }

  boolean isOpen() {
    return open;
  }

  /** The host is registered: what stands in the tree is compared, and the difference told. */
  void open() {
    shut();
    int since = openings;
    new Opening(fleet, host, session)
        .begin(
            new Opening.Outcome() {
              @Override
              public void opened(int version, Map<String, byte[]> standing) {
                if (since == openings) {
                  fence = version;
                  compare(standing);
                }
              }

              @Override
              public void refused(int code, List<Op> ops, List<OpResult> results) {
                LightStatus.this.refused(since, code, ops, results);
              }
            });
  }

  /** Nothing is told until opened again. */
  void shut() {
    openings++;
    open = false;
    sending = false;
  }

  private void compare(Map<String, byte[]> standing) {
    for (LightTask task : tasks.values()) {
      byte[] there = standing.get(task.job.toString());
      task.told.status(there != null);
      task.told.doubtHistory();
      if (!Arrays.equals(there, Stored.bytes(task.status()))) {
        dirty.add(task);
      }
    }
    open = true;
    flushWithin(Duration.ZERO);
  }

  /** Something is new of a task. As real agents: nobody waits for states on their way. */
  void tell(LightTask task) {
    dirty.add(task);
    flushWithin(task.isOnItsWay() ? INTERVAL : Duration.ZERO);
  }

  /** The earliest time that anybody asks for counts, but none that is too soon after the last. */
  private void flushWithin(Duration delay) {
    if (sending || dirty.isEmpty() || !open) {
      return;
    }
    long now = System.nanoTime();
    long at = now + Math.max(delay.toNanos(), flushedAt + INTERVAL.toNanos() - now);
    if (!flushDue || at - flushAt < 0) {
      flushDue = true;
      flushAt = at;
      fleet.loop().after(Duration.ofNanos(at - now), () -> flush(at));
    }
  }

  private void flush(long at) {
    if (!flushDue || at != flushAt) {
      return; // Another time was set.
    }
    flushDue = false;
    if (sending || !open) {
      return;
    }
    dirty.removeIf(task -> tasks.get(task.job) != task);
    List<LightTask> batch = dirty.stream().limit(BATCH).toList();
    if (!batch.isEmpty()) {
      sending = true;
      histories.look(batch, looks -> send(batch, looks));
    }
  }

  private void send(List<LightTask> batch, Map<LightTask, Look> looks) {
    List<Op> ops = new ArrayList<>();
    ops.add(fleet.checkIdentity());
    ops.add(Op.check(Paths.hostId(host).value(), -1));
    ops.add(Op.check(Paths.taskStatuses(host).value(), fence));
    List<LongConsumer> told = new ArrayList<>();
    for (LightTask task : batch) {
      dirty.remove(task); // It may have gone on since: told is what it is now.
      byte[] status = Stored.bytes(task.status());
      ops.add(Changes.put(Paths.taskStatus(host, task.job), status, task.told.status()));
      Runnable history = histories.append(ops, task, looks.get(task));
      boolean runs = task.state() == State.RUNNING;
      told.add(
          zxid -> {
            task.told.status(true);
            history.run();
            if (runs) {
              fleet.runs(index, task.job, zxid);
            }
          });
    }
    commit(
        ops,
        zxid -> {
          flushedAt = System.nanoTime();
          told.forEach(each -> each.accept(zxid));
        },
        () -> dirty.addAll(batch));
  }

  /**
   * Takes order and status of a task out of the tree, with its last events.
   *
   * @param gone gets the zxid
   * @param not the task has to be looked at again
   */
  void forget(LightTask task, LongConsumer gone, Runnable not) {
    if (!task.isBeingForgotten()) {
      return; // Seen to be gone meanwhile.
    }
    if (!task.isToGo()) {
      not.run(); // Deployed again meanwhile.
      return;
    }
    if (!open || sending) {
      // One writer at a time, as in a real agent.
      fleet.loop().after(INTERVAL, () -> forget(task, gone, not));
      return;
    }
    sending = true;
    histories.look(List.of(task), looks -> sendLast(task, looks.get(task), gone, not));
  }

  private void sendLast(LightTask task, @Nullable Look look, LongConsumer gone, Runnable not) {
    List<Op> ops = new ArrayList<>();
    ops.add(fleet.checkIdentity());
    ops.add(Op.delete(Paths.undeploy(host, task.job).value(), task.orderVersion()));
    if (task.told.status()) {
      ops.add(Op.delete(Paths.taskStatus(host, task.job).value(), -1));
    }
    histories.append(ops, task, look);
    dirty.remove(task);
    commit(
        ops,
        gone,
        () -> {
          dirty.add(task);
          not.run();
        });
  }

  /** What was under way when the connection was lost is left to whoever compares. */
  private void commit(List<Op> ops, LongConsumer then, Runnable not) {
    int since = openings;
    session.multi(
        ops,
        (code, zxid, results) -> {
          if (code == 0) {
            sending = false;
            refusals = 0;
            fleet.tally().tellsAt(zxid);
            then.accept(zxid);
            flushWithin(Duration.ZERO);
          } else {
            refused(since, code, ops, results);
            not.run();
          }
        });
  }

  /** What stands in the tree has to be looked at again. */
  private void refused(int since, int code, List<Op> ops, List<OpResult> results) {
    if (since != openings) {
      return;
    }
    shut();
    if (code == Code.CONNECTIONLOSS.intValue()) {
      return; // Opened again with the next connection.
    }
    String what = fleet.rejected(code, ops, results);
    refusals++;
    if (refusals > STUCK) {
      fleet.failed(host + " is refused for ever: " + what);
    }
    int again = openings;
    // Most likely two hosts began the history of a job at once: the next try finds it there.
    fleet
        .loop()
        .after(
            refusals == 1 ? INTERVAL : RETRY,
            () -> {
              if (again == openings) {
                open();
              }
            });
  }
}
