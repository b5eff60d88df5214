package io.helios.benchmarks.fleet;

import io.helios.coordination.layout.StoredHistory;
import io.helios.coordination.layout.StoredStatus;
import io.helios.coordination.layout.UndeployOrder;
import io.helios.model.job.Job;
import io.helios.model.job.JobId;
import io.helios.model.task.Deployment;
import io.helios.model.task.Goal;
import io.helios.model.task.State;
import io.helios.model.task.TaskReport;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a light agent knows of a task, and what follows from it: what is to be done next, and what
 * is said. Nothing here takes time or talks to anybody. For the loop's thread.
 */
final class LightTask {
  /** What a task needs. */
  enum Need {
    NOTHING,
    /** A container is to be made and started. */
    START,
    /** The container is not wanted, or is of an older generation. */
    STOP,
    /** The ended container goes. */
    REMOVE,
    /** There is nothing left but what stands in the tree. */
    FORGET
  }

  /** What is being done for it; at most one thing at a time. */
  private enum Step {
    NONE,
    PULLING,
    CREATING,
    STARTING,
    STOPPING,
    REMOVING,
    FORGETTING
  }

  final JobId job;
  final Told told = new Told();
  private Goal goal = Goal.START;
  private long generation;
  private @Nullable Job ordered;
  private int orderVersion = -1;
  private Step step = Step.NONE;
  private @Nullable String container;
  private boolean running;

  /** What the container was made for. */
  private long made;

  LightTask(JobId job) {
    this.job = job;
  }

  /** A deployment was read; one that is not newer says nothing new. */
  void deployed(Deployment deployment) {
    Long newer = deployment.generation();
    Goal wanted = deployment.goal();
    if (newer != null && wanted != null && newer > generation) {
      generation = newer;
      goal = wanted;
      ordered = null;
    }
  }

  /** An order was read; one that a newer deployment has overruled only has another version. */
  void ordered(UndeployOrder order, int version) {
    orderVersion = version;
    if (order.generation() >= generation) {
      generation = order.generation();
      goal = Goal.UNDEPLOY;
      ordered = order.job();
    }
  }

  /** What is to be begun now; nothing while something is going on. */
  Need next() {
    if (step != Step.NONE) {
      return Need.NOTHING;
    }
    if (running && (goal != Goal.START || made != generation)) {
      return Need.STOP;
    }
    return switch (goal) {
      case START -> running ? Need.NOTHING : Need.START;
      case STOP -> Need.NOTHING;
      case UNDEPLOY -> container == null ? Need.FORGET : Need.REMOVE;
    };
  }

  /** Whether it has to go; its last step may meet a newer deployment. */
  boolean isToGo() {
    return goal == Goal.UNDEPLOY;
  }

  /** Whether it has to go and nothing but what stands in the tree is left of it. */
  boolean isLeftOnlyInTree() {
    return isToGo() && container == null && !running;
  }

  /** Whether its last step is going on. */
  boolean isBeingForgotten() {
    return step == Step.FORGETTING;
  }

  int orderVersion() {
    return orderVersion;
  }

  State state() {
    return switch (step) {
      case NONE -> running ? State.RUNNING : State.STOPPED;
      case PULLING -> State.PULLING_IMAGE;
      case CREATING -> State.CREATING;
      case STARTING -> State.STARTING;
      case STOPPING -> State.STOPPING;
      case REMOVING, FORGETTING -> State.STOPPED;
    };
  }

  /** Whether another state follows by itself. */
  boolean isOnItsWay() {
    return switch (step) {
      case PULLING, CREATING, STARTING, STOPPING -> true;
      case NONE, REMOVING, FORGETTING -> false;
    };
  }

  /** What is said of it now. */
  StoredStatus status() {
    return new StoredStatus(ordered, report());
  }

  private TaskReport report() {
    return TaskReport.newBuilder(state())
        .setGoal(goal)
        .setContainerId(container)
        .setGeneration(generation)
        .build();
  }

  /** Keeps what it has become as an event of its history, if it is one. */
  boolean hasBecomeAnother(long millis) {
    TaskReport now = report();
    TaskReport before = told.lastEvent();
    if (before != null
        && before.state() == now.state()
        && before.goal() == now.goal()
        && Objects.equals(before.generation(), now.generation())) {
      return false;
    }
    told.happened(new StoredHistory.Event(millis, 1, now));
    return true;
  }

  // What is done for it

  /** The image is there: this takes no time, but agents say so. */
  void pulling() {
    step = Step.PULLING;
    container = null;
  }

  void creating() {
    step = Step.CREATING;
    made = generation;
  }

  void starting(String id) {
    step = Step.STARTING;
    container = id;
  }

  void started() {
    step = Step.NONE;
    running = true;
  }

  void stopping() {
    step = Step.STOPPING;
  }

  void stopped() {
    step = Step.NONE;
    running = false;
  }

  void removing() {
    step = Step.REMOVING;
  }

  void removed() {
    step = Step.NONE;
    container = null;
  }

  void forgetting() {
    step = Step.FORGETTING;
  }

  /** The last step has ended, one way or the other. */
  void forgotten() {
    step = Step.NONE;
  }
}
