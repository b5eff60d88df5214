package io.helios.benchmarks.fleet;

import io.helios.benchmarks.fleet.StartTimes.Call;
import io.helios.benchmarks.wire.ZkSession;
import io.helios.coordination.layout.Paths;
import io.helios.coordination.layout.UndeployOrder;
import io.helios.coordination.tree.TreePath;
import io.helios.model.host.HostName;
import io.helios.model.job.JobId;
import io.helios.model.task.Deployment;
import io.helios.model.task.State;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One simulated host. It reads and writes what a real agent does: {@link LightGoals} what is asked
 * of it, {@link LightStatus} what is told. Each event only has a task looked at again. All methods
 * are for the loop's thread.
 */
final class LightAgent implements LightGoals.Reader {
  private final LightFleet fleet;
  private final HostName host;
  private final int index;
  private final Map<JobId, LightTask> tasks = new HashMap<>();
  private final Registration registration;
  private final LightGoals goals;
  private final LightStatus status;
  private final LightEngine engine;

  LightAgent(LightFleet fleet, HostName host, int index, ZkSession session) {
    this.fleet = fleet;
    this.host = host;
    this.index = index;
    this.registration = new Registration(fleet, host, session, this::registered);
    this.goals = new LightGoals(fleet, host, session, this);
    this.status = new LightStatus(fleet, host, index, session, tasks);
    this.engine = new LightEngine(fleet);
  }

  HostName host() {
    return host;
  }

  /** Whether it has registered, and can tell statuses. */
  boolean isUp() {
    return registration.isUp() && status.isOpen();
  }

  void connected() {
    registration.begin();
  }

  void disconnected() {
    registration.end();
    status.shut();
  }

  private void registered() {
    status.open();
    goals.explore();
  }

  /** A path of this host's goals has changed. */
  void changed(TreePath path) {
    goals.changed(path);
  }

  @Override
  public boolean knows(JobId job) {
    return tasks.containsKey(job);
  }

  @Override
  public void deployed(JobId job, Deployment deployment) {
    LightTask task = tasks.computeIfAbsent(job, LightTask::new);
    task.deployed(deployment);
    look(task);
  }

  @Override
  public void ordered(JobId job, UndeployOrder order, int version) {
    LightTask task = tasks.computeIfAbsent(job, LightTask::new);
    task.ordered(order, version);
    look(task);
  }

  @Override
  public void only(Set<JobId> jobs, long zxid) {
    for (LightTask task : List.copyOf(tasks.values())) {
      if (task.isLeftOnlyInTree() && !jobs.contains(task.job)) {
        gone(task, zxid); // Its last step was taken: only the answer was lost.
      }
    }
  }

  private void look(LightTask task) {
    switch (task.next()) {
      case NOTHING -> {}
      case START -> {
        fleet.begins(index, task.job);
        task.pulling();
        tell(task);
        task.creating();
        engine.call(Call.CREATE, () -> created(task));
      }
      case STOP -> {
        task.stopping();
        engine.call(Call.STOP, () -> then(task, task::stopped));
      }
      case REMOVE -> {
        task.removing();
        engine.call(Call.REMOVE, () -> then(task, task::removed));
      }
      case FORGET -> {
        task.forgetting();
        status.forget(task, zxid -> gone(task, zxid), () -> notForgotten(task));
      }
    }
    tell(task);
  }

  private void created(LightTask task) {
    task.starting(fleet.containerId());
    tell(task);
    engine.call(Call.START, () -> then(task, task::started));
  }

  private void then(LightTask task, Runnable done) {
    done.run();
    look(task);
  }

  private void tell(LightTask task) {
    State before = task.told.lastState();
    if (tasks.get(task.job) == task && task.hasBecomeAnother(fleet.millis())) {
      fleet.tally().moved(before, task.state());
      status.tell(task);
    }
  }

  private void gone(LightTask task, long zxid) {
    task.forgotten();
    if (tasks.remove(task.job, task)) {
      fleet.tally().moved(task.told.lastState(), State.UNKNOWN);
      fleet.isGone(index, task.job, zxid);
    }
  }

  /** It was deployed again meanwhile, or the order is another. */
  private void notForgotten(LightTask task) {
    task.forgotten();
    if (task.isToGo()) {
      goals.changed(Paths.undeploy(host, task.job));
    } else {
      look(task);
    }
  }
}
