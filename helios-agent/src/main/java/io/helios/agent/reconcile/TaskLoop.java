package io.helios.agent.reconcile;

import io.helios.agent.condition.Conditions;
import io.helios.agent.goals.GoalBook;
import io.helios.agent.goals.HostOrders;
import io.helios.agent.goals.KnownTask;
import io.helios.agent.goals.TaskFiles;
import io.helios.agent.health.HealthProbe;
import io.helios.agent.ports.HostPorts;
import io.helios.agent.ports.PortRange;
import io.helios.agent.registration.Registrations;
import io.helios.agent.runtime.ContainerId;
import io.helios.agent.runtime.ContainerRuntime;
import io.helios.agent.runtime.Observed;
import io.helios.agent.status.Forgetting;
import io.helios.agent.status.StatusDeriver;
import io.helios.agent.status.StatusSink;
import io.helios.agent.task.Demand;
import io.helios.agent.task.Discovery;
import io.helios.agent.task.History;
import io.helios.agent.task.Outcome;
import io.helios.agent.task.PortsFact;
import io.helios.agent.task.Situation;
import io.helios.agent.task.Step;
import io.helios.agent.task.TaskPlanner;
import io.helios.model.job.Job;
import io.helios.model.job.JobId;
import io.helios.model.task.Goal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at one task after the other, decides what it needs next and has it done. The facts ({@link
 * Tasks}) belong to the one thread in {@link #run}; everyone else leaves messages with its {@link
 * Turns}. What is begun is kept track of by {@link StepsInFlight}.
 */
public final class TaskLoop implements Runnable {
  private static final Logger log = LoggerFactory.getLogger(TaskLoop.class);

  /** How often everything is looked at although nothing is known to have happened. */
  private static final Duration RESYNC = Duration.ofSeconds(30);

  /** How soon an engine that did not answer is asked again. */
  private static final Duration BLIND = Duration.ofSeconds(1);

  /** What the loop works with. */
  public record Parts(
      ContainerRuntime runtime,
      HealthProbe probe,
      Registrations registrations,
      StepWatcher watcher,
      ContainerSpecs specs,
      Forgetting forgetting,
      PortRange portRange,
      HostPorts hostPorts,
      TaskFiles files,
      StatusSink sink,
      Conditions conditions,
      Workers workers,
      TaskPlanner planner,
      Clock clock) {}

  /** A task, or, with null, the host as a whole. */
  private record Key(@Nullable JobId task) {
    static final Key HOST = new Key(null);
  }

  private final TaskFiles files;
  private final StatusSink sink;
  private final Conditions conditions;
  private final Clock clock;
  private final Tasks tasks;
  private final EngineLooks looks;
  private final StepsInFlight steps;
  private final Turns<Key> turns;
  private final EngineLooks.Listener seer = new Seer();
  private boolean acting = true;
  private final TaskPlanner planner;
  private volatile @Nullable Set<JobId> busy;

  public TaskLoop(Parts parts) {
    String hostId = parts.specs().hostId();
    this.files = parts.files();
    this.sink = parts.sink();
    this.planner = parts.planner();
    this.conditions = parts.conditions();
    this.clock = parts.clock();
    this.tasks =
        new Tasks(
            new GoalBook(hostId),
            new PortBook(parts.portRange(), hostId, parts.hostPorts()),
            parts.registrations().isUsed());
    this.looks =
        new EngineLooks(parts.runtime(), hostId, parts.workers().looker(), parts.conditions());
    this.turns = new Turns<>(clock, RESYNC, this::turn);
    PortGate gate = new PortGate(parts.hostPorts(), parts.runtime());
    StepRunner runner =
        new StepRunner(
            parts.runtime(),
            looks,
            parts.probe(),
            parts.specs(),
            gate,
            parts.forgetting(),
            parts.registrations(),
            parts.watcher());
    this.steps = new StepsInFlight(runner, parts.workers(), clock, turns::tell, this::ended);
    turns.add(Key.HOST);
  }

  /** What was remembered from before; to be called before {@link #run}. */
  public void remember(List<KnownTask> known) {
    known.forEach(tasks::remember);
  }

  /** This is all that the cluster says to this host. */
  public void orders(HostOrders orders, Map<JobId, Job> jobs, boolean again) {
    turns.tell(() -> tasks.orders(orders, jobs, again).forEach(this::queue));
  }

  /** A container may have changed; empty means any may have. */
  public void changed(Optional<ContainerId> container) {
    if (container.isPresent()) {
      looks.look(container.get(), seer);
    } else {
      looks.lookAtAll(seer);
    }
  }

  /**
   * Whether anything may be done and said; what is begun goes on. It may not while another agent
   * with the same identity lives, which takes care of the same containers.
   */
  public void act(boolean now) {
    turns.tell(
        () -> {
          acting = now;
          tasks.all().forEach(this::queue);
        });
  }

  /** How many tasks are due to be decided about. */
  public int queued() {
    return turns.due();
  }

  /** Tasks that this host still has to do with; empty before all containers were seen. */
  public Optional<Set<JobId>> busy() {
    return Optional.ofNullable(busy);
  }

  /**
   * Names of the images that deployments on this host ask for, whatever their goal; empty while
   * that is not known for certain, or when nothing may be done.
   */
  public CompletableFuture<Optional<Set<String>>> images() {
    CompletableFuture<Optional<Set<String>>> images = new CompletableFuture<>();
    turns.tell(
        () ->
            images.complete(
                acting && tasks.everythingWasSeen()
                    ? Optional.of(tasks.images())
                    : Optional.empty()));
    return images;
  }

  /** Decides until interrupted. */
  @Override
  public void run() {
    turns.run();
  }

  private void turn(Key key) {
    JobId task = key.task();
    if (task == null) {
      looks.lookAtAll(seer);
      turns.addAt(Key.HOST, clock.instant().plus(RESYNC));
    } else {
      decide(task);
    }
    if (tasks.everythingWasSeen()) {
      busy = tasks.all();
    }
  }

  private void decide(JobId id) {
    if (!acting) {
      return; // All are queued when it may be acted again.
    }
    Optional<Demand> demand = tasks.demand(id);
    if (!tasks.everythingWasSeen()) {
      demand.ifPresent(wanted -> sayThatItWaits(id, wanted));
      return; // Nothing is decided before all containers were seen; then everything is.
    }
    if (tasks.isOver(id)) {
      tasks.drop(id);
      sink.gone(id);
      return;
    }
    Task task = tasks.task(id);
    if (tasks.isUncertain(task)) {
      return; // The look that was asked for brings it back here.
    }
    Situation situation = tasks.situation(id, clock.instant());
    publish(id, situation);
    Step step = planner.next(situation);
    if (step instanceof Step.Wait wait) {
      turns.addAt(new Key(id), wait.until());
    } else if (step instanceof Step.Cancel) {
      steps.cancel(id, task);
    } else {
      steps.begin(id, task, step);
      publish(id, situation.with(task.inFlight));
    }
    demand.ifPresent(wanted -> save(task, wanted, situation));
  }

  /** Of a task that is new here it is known, without an engine too, that it does not run. */
  private void sayThatItWaits(JobId id, Demand demand) {
    String missing = conditions.present().get(Conditions.ENGINE);
    if (missing != null && demand.goal() == Goal.START && tasks.isNew(id)) {
      PortsFact waits = PortsFact.waiting(missing);
      Instant now = clock.instant();
      publish(
          id, new Situation(demand, waits, List.of(), History.NONE, Discovery.UNUSED, null, now));
    }
  }

  private void ended(JobId id, Task task, Step step, StepResult result) {
    Outcome outcome = result.outcome();
    Look look = result.look();
    if (look != null) {
      tasks.saw(look).forEach(this::queue);
    }
    task.history = task.history.after(step, outcome, clock.instant());
    task.discovery = task.discovery.after(step, outcome, clock.instant());
    boolean ofContainers = !(step instanceof Step.Register) && !(step instanceof Step.Withdraw);
    if (outcome instanceof Outcome.Failed failure && ofContainers) {
      log.info("{}: {} failed: {}", id, step.getClass().getSimpleName(), failure.message());
      tasks.demand(id).ifPresent(demand -> task.failed(failure, demand.job()));
      task.notBeforeLook = looks.tick();
      looks.lookAtAll(seer);
    }
    if (step instanceof Step.Forget forget && outcome instanceof Outcome.Done) {
      forgotten(id, forget);
    }
    queue(id);
  }

  private void forgotten(JobId id, Step.Forget step) {
    sink.gone(id);
    if (tasks.forget(id, step.generation())) {
      files.forget(id);
    }
    // Whoever waits for its ports may have them now.
    tasks.asked().forEach(this::queue);
  }

  private void save(Task task, Demand demand, Situation situation) {
    KnownTask now = task.known(demand, situation.announced(demand).orElse(null));
    if (!now.equals(task.saved)) {
      task.saved = now;
      files.save(now);
    }
  }

  private void publish(JobId id, Situation situation) {
    if (situation.demand() == null && situation.containers().isEmpty()) {
      return; // Only its services are still to be withdrawn; of the task all is said.
    }
    Demand demand = situation.demand();
    sink.publish(id, demand == null ? null : demand.job(), StatusDeriver.status(situation));
  }

  private void queue(JobId task) {
    turns.add(new Key(task));
  }

  /** Hands what was seen over to the loop's thread. */
  private final class Seer implements EngineLooks.Listener {
    @Override
    public void saw(Look look) {
      turns.tell(() -> tasks.saw(look).forEach(TaskLoop.this::queue));
    }

    @Override
    public void sawAll(long tick, List<Observed> all) {
      turns.tell(() -> tasks.sawAll(tick, all).forEach(TaskLoop.this::queue));
    }

    @Override
    public void blind() {
      turns.tell(
          () -> {
            if (!tasks.everythingWasSeen()) {
              tasks.asked().forEach(TaskLoop.this::queue);
            }
          });
      turns.addAt(Key.HOST, clock.instant().plus(BLIND));
    }
  }
}
