package io.helios.benchmarks.fleet;

import io.helios.benchmarks.fleet.StartTimes.Call;
import io.helios.benchmarks.wire.ZkSession;
import io.helios.coordination.layout.Paths;
import io.helios.coordination.layout.Stored;
import io.helios.coordination.layout.StoredStatus;
import io.helios.coordination.layout.UndeployOrder;
import io.helios.coordination.tree.TreePath;
import io.helios.model.host.HostName;
import io.helios.model.job.JobId;
import io.helios.model.task.Deployment;
import io.helios.model.task.Goal;
import io.helios.model.task.State;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.OpResult;
import org.apache.zookeeper.OpResult.GetChildrenResult;
import org.apache.zookeeper.OpResult.GetDataResult;

/**
 * One simulated host. It reads and writes what a real agent does: the goals as the mirror reads
 * them, each job once, statuses and histories of all tasks in one transaction per {@link
 * #INTERVAL}, the last step of an undeploy in a transaction of its own. Its containers only take
 * time. All methods are for the loop's thread.
 */
final class LightAgent {
  /** As real agents: statuses are told at most this often. */
  private static final Duration INTERVAL = Duration.ofMillis(30);

  private static final int BATCH = 40;
  private static final int READS = 200;

  /** As real agents: so many creates and starts at once. */
  private static final int QUICK = 4;

  private final LightFleet fleet;
  private final HostName host;
  private final int index;
  private final ZkSession session;
  private final Registration registration;
  private final Map<JobId, LightTask> tasks = new HashMap<>();
  private final Set<LightTask> dirty = new LinkedHashSet<>();
  private final Set<TreePath> unread = new LinkedHashSet<>();
  private final Queue<Step> waiting = new ArrayDeque<>();
  private int busy;
  private boolean flushing;
  private boolean flushDue;
  private long flushedAt;
  private boolean readDue;

  private record Step(Call call, Runnable then) {}

  LightAgent(LightFleet fleet, HostName host, int index, ZkSession session) {
    this.fleet = fleet;
    this.host = host;
    this.index = index;
    this.session = session;
    this.registration = new Registration(fleet, host, session, this::explore);
  }

  HostName host() {
    return host;
  }

  boolean isUp() {
    return registration.isUp();
  }

  void connected() {
    registration.begin();
  }

  void disconnected() {
    registration.end();
    flushing = false;
  }

  /** A path of this host's goals has changed. */
  void changed(TreePath path) {
    unread.add(path);
    if (!readDue) {
      readDue = true;
      fleet.loop().execute(this::readChanged);
    }
  }

  // Reading

  private void explore() {
    List<Op> lists =
        List.of(
            Op.getChildren(Paths.deployments(host).value()),
            Op.getChildren(Paths.undeploys(host).value()),
            Op.getChildren(Paths.taskStatuses(host).value()));
    session.multi(
        lists,
        (code, zxid, results) -> {
          if (code != 0 || results.size() != lists.size()) {
            return;
          }
          names(results.get(0)).forEach(name -> unread.add(Paths.deployments(host).child(name)));
          names(results.get(1)).forEach(name -> unread.add(Paths.undeploys(host).child(name)));
          Set<String> standing = Set.copyOf(names(results.get(2)));
          for (LightTask task : tasks.values()) {
            task.statusStands = standing.contains(task.job.toString());
            if (!task.statusStands) {
              touch(task);
            }
          }
          readChanged();
          flushSoon();
        });
  }

  private static List<String> names(OpResult result) {
    return result instanceof GetChildrenResult listed ? listed.getChildren() : List.of();
  }

  private void readChanged() {
    readDue = false;
    List<TreePath> paths = new ArrayList<>(unread);
    unread.clear();
    for (int from = 0; from < paths.size(); from += READS) {
      read(paths.subList(from, Math.min(paths.size(), from + READS)));
    }
  }

  private void read(List<TreePath> paths) {
    List<Op> ops = new ArrayList<>(2 * paths.size());
    for (TreePath path : paths) {
      ops.add(Op.getData(path.value()));
      ops.add(Op.getChildren(path.value())); // The mirror of a real agent does.
    }
    session.multi(
        ops,
        (code, zxid, results) -> {
          if (code != 0 || results.size() != ops.size()) {
            return; // The connection was lost: everything is read again.
          }
          List<Op> jobs = new ArrayList<>();
          for (int i = 0; i < paths.size(); i++) {
            if (results.get(2 * i) instanceof GetDataResult got) {
              there(paths.get(i), got, jobs);
            }
          }
          if (!jobs.isEmpty()) {
            session.multi(jobs, (jobCode, jobZxid, jobResults) -> {});
          }
        });
  }

  private void there(TreePath path, GetDataResult got, List<Op> jobs) {
    try {
      TreePath parent = path.parent();
      if (parent.equals(Paths.deployments(host))) {
        Deployment deployment = Stored.read(got.getData(), Deployment.class);
        JobId job = JobId.fromString(path.name());
        if (!tasks.containsKey(job)) {
          jobs.add(Op.getData(Paths.job(job).value()));
        }
        deployed(tasks.computeIfAbsent(job, LightTask::new), deployment);
      } else if (parent.equals(Paths.undeploys(host))) {
        UndeployOrder order = Stored.read(got.getData(), UndeployOrder.class);
        ordered(JobId.fromString(path.name()), order, got.getStat().getVersion());
      }
    } catch (IOException | IllegalArgumentException e) {
      fleet.failed(host + " cannot read " + path + ": " + e.getMessage());
    }
  }

  // Acting

  private void deployed(LightTask task, Deployment deployment) {
    Long generation = deployment.generation();
    if (generation == null || deployment.goal() == null || generation <= task.generation) {
      return;
    }
    boolean again = task.generation > 0;
    task.generation = generation;
    task.goal = deployment.goal();
    task.ordered = null;
    if (again && task.running) {
      stopThen(task, () -> act(task));
    } else {
      act(task);
    }
  }

  private void ordered(JobId job, UndeployOrder order, int version) {
    LightTask task = tasks.computeIfAbsent(job, LightTask::new);
    task.orderVersion = version;
    if (order.generation() < task.generation) {
      return; // A newer deployment overrules it; the order goes with the next undeploy.
    }
    task.generation = order.generation();
    task.goal = Goal.UNDEPLOY;
    task.ordered = order.job();
    if (task.running) {
      stopThen(task, () -> act(task));
    } else {
      act(task);
    }
  }

  private void act(LightTask task) {
    if (task.stepping) {
      return; // What it does now looks again when it is done.
    }
    switch (task.goal) {
      case START -> start(task);
      case STOP -> become(task, State.STOPPED);
      case UNDEPLOY -> remove(task);
    }
  }

  private void start(LightTask task) {
    if (task.running) {
      become(task, State.RUNNING);
      return;
    }
    long generation = task.generation;
    task.stepping = true;
    fleet.begins(index, task.job);
    become(task, State.CREATING);
    run(
        Call.CREATE,
        () -> {
          task.container = fleet.containerId();
          become(task, State.STARTING);
          run(
              Call.START,
              () -> {
                task.running = true;
                task.stepping = false;
                if (task.generation == generation && task.goal == Goal.START) {
                  become(task, State.RUNNING);
                } else {
                  stopThen(task, () -> act(task));
                }
              });
        });
  }

  private void stopThen(LightTask task, Runnable then) {
    if (task.stepping) {
      return;
    }
    task.stepping = true;
    become(task, State.STOPPING);
    // Real agents stop many at once: no turn is waited for.
    fleet
        .loop()
        .after(
            fleet.draw(Call.STOP),
            () -> {
              task.running = false;
              task.stepping = false;
              then.run();
            });
    fleet.stepped();
  }

  private void remove(LightTask task) {
    task.stepping = true;
    become(task, State.STOPPED);
    run(Call.REMOVE, () -> forget(task));
  }

  private void run(Call call, Runnable then) {
    waiting.add(new Step(call, then));
    fleet.stepped();
    next();
  }

  private void next() {
    while (busy < QUICK && !waiting.isEmpty()) {
      Step step = waiting.remove();
      busy++;
      fleet
          .loop()
          .after(
              fleet.draw(step.call),
              () -> {
                busy--;
                step.then.run();
                next();
              });
    }
  }

  // Telling

  private void become(LightTask task, State state) {
    fleet.moved(task.state, state);
    task.become(state, fleet.millis());
    touch(task);
  }

  private void touch(LightTask task) {
    dirty.add(task);
    flushSoon();
  }

  private void flushSoon() {
    if (flushDue || flushing || dirty.isEmpty() || !registration.isUp()) {
      return;
    }
    flushDue = true;
    long left = flushedAt + INTERVAL.toNanos() - System.nanoTime();
    fleet.loop().after(Duration.ofNanos(Math.max(0, left)), this::flush);
  }

  private void flush() {
    flushDue = false;
    if (flushing || dirty.isEmpty() || !registration.isUp()) {
      return;
    }
    flushing = true;
    List<LightTask> batch = new ArrayList<>(BATCH);
    for (LightTask task : dirty) {
      if (batch.size() < BATCH) {
        batch.add(task);
      }
    }
    batch.forEach(dirty::remove);
    // A real agent looks whether the job is still there, and whether others began its history.
    List<Op> looks = new ArrayList<>();
    for (LightTask task : batch) {
      looks.add(Op.getData(Paths.job(task.job).value()));
      looks.add(Op.getData(Paths.jobHistory(task.job).value()));
    }
    session.multi(
        looks,
        (code, zxid, results) -> {
          if (code != 0 || results.size() != looks.size()) {
            again(batch);
          } else {
            write(batch, results);
          }
        });
  }

  private void write(List<LightTask> batch, List<OpResult> looks) {
    List<Op> ops = new ArrayList<>();
    ops.add(fleet.checkIdentity());
    ops.add(Op.check(Paths.hostId(host).value(), -1));
    List<Runnable> told = new ArrayList<>();
    for (int i = 0; i < batch.size(); i++) {
      LightTask task = batch.get(i);
      dirty.remove(task); // It may have gone on since: told is what it is now.
      Changes.status(ops, host, task, Stored.bytes(new StoredStatus(task.ordered, task.report())));
      boolean job = looks.get(2 * i) instanceof GetDataResult;
      boolean parent = looks.get(2 * i + 1) instanceof GetDataResult;
      int events = task.newsCount();
      var longer = task.longer();
      if (job && events > 0) {
        Changes.history(ops, host, task, parent, Stored.bytes(longer));
      }
      State state = task.state;
      told.add(
          () -> {
            task.statusStands = true;
            if (job) {
              task.told(longer, events);
            }
          });
      if (state == State.RUNNING) {
        told.add(() -> fleet.runs(index, task.job));
      }
    }
    session.multi(
        ops,
        (code, zxid, results) -> {
          flushedAt = System.nanoTime();
          if (code == 0) {
            fleet.tellsAt(zxid);
            told.forEach(Runnable::run);
            flushing = false;
            flushSoon();
          } else {
            fleet.rejected(code);
            again(batch);
          }
        });
  }

  private void again(List<LightTask> batch) {
    flushing = false;
    flushedAt = System.nanoTime();
    for (LightTask task : batch) {
      if (tasks.get(task.job) == task) {
        dirty.add(task);
      }
    }
    flushSoon();
  }

  private void forget(LightTask task) {
    task.stepping = false;
    if (task.goal != Goal.UNDEPLOY) {
      act(task); // Deployed again meanwhile.
      return;
    }
    if (flushing) {
      // One writer at a time, as in a real agent.
      fleet.loop().after(INTERVAL, () -> forget(task));
      return;
    }
    List<Op> ops = new ArrayList<>();
    ops.add(fleet.checkIdentity());
    ops.add(Op.delete(Paths.undeploy(host, task.job).value(), task.orderVersion));
    if (task.statusStands) {
      ops.add(Op.delete(Paths.taskStatus(host, task.job).value(), -1));
    }
    dirty.remove(task);
    session.multi(
        ops,
        (code, zxid, results) -> {
          if (code == 0) {
            tasks.remove(task.job);
            fleet.moved(task.state, State.UNKNOWN);
            fleet.isGone(index, task.job, zxid);
          } else {
            changed(Paths.undeploy(host, task.job));
          }
        });
  }
}
