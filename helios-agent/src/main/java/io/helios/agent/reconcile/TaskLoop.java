package io.helios.agent.reconcile;

import io.helios.agent.condition.Conditions;
import io.helios.agent.goals.GoalBook;
import io.helios.agent.goals.HostOrders;
import io.helios.agent.goals.KnownTask;
import io.helios.agent.goals.TaskFiles;
import io.helios.agent.health.HealthProbe;
import io.helios.agent.ports.Claim;
import io.helios.agent.ports.HostPorts;
import io.helios.agent.ports.PortRange;
import io.helios.agent.runtime.ContainerId;
import io.helios.agent.runtime.ContainerRuntime;
import io.helios.agent.runtime.Observed;
import io.helios.agent.runtime.RuntimeFailure;
import io.helios.agent.status.Forgetting;
import io.helios.agent.status.StatusDeriver;
import io.helios.agent.status.StatusSink;
import io.helios.agent.task.Demand;
import io.helios.agent.task.History;
import io.helios.agent.task.InFlight;
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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at one task after the other, decides what it needs next and has it done. All state belongs
 * to the one thread in {@link #run}; everyone else leaves messages.
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
      ContainerSpecs specs,
      Forgetting forgetting,
      PortRange portRange,
      HostPorts hostPorts,
      TaskFiles files,
      StatusSink sink,
      Conditions conditions,
      Workers workers,
      Clock clock) {}

  /** A task, or, with null, the host as a whole. */
  private record Key(@Nullable JobId task) {
    static final Key HOST = new Key(null);
  }

  private final Workers workers;
  private final TaskFiles files;
  private final StatusSink sink;
  private final Conditions conditions;
  private final Clock clock;
  private final EngineLooks looks;
  private final StepRunner runner;
  private final PortBook ports;
  private final GoalBook book;
  private final WorkQueue<Key> queue;
  private final Queue<Runnable> inbox = new ConcurrentLinkedQueue<>();
  private final Map<JobId, Task> tasks = new HashMap<>();
  private final Containers containers = new Containers();
  private final EngineLooks.Listener seer = new Seer();
  private volatile @Nullable Set<JobId> busy;

  public TaskLoop(Parts parts) {
    String hostId = parts.specs().hostId();
    this.workers = parts.workers();
    this.files = parts.files();
    this.sink = parts.sink();
    this.conditions = parts.conditions();
    this.clock = parts.clock();
    this.looks = new EngineLooks(parts.runtime(), hostId, workers.looker(), parts.conditions());
    this.runner =
        new StepRunner(parts.runtime(), looks, parts.probe(), parts.specs(), parts.forgetting());
    this.ports = new PortBook(parts.portRange(), hostId, parts.hostPorts());
    this.book = new GoalBook(hostId);
    this.queue = new WorkQueue<>(clock);
    queue.add(Key.HOST);
  }

  /** What was remembered from before; to be called before {@link #run}. */
  public void remember(List<KnownTask> known) {
    for (KnownTask task : known) {
      book.remember(task.demand());
      tasks.put(task.id(), Task.remembered(task));
    }
  }

  /** This is all that the cluster says to this host. */
  public void orders(HostOrders orders, Map<JobId, Job> jobs, boolean again) {
    tell(() -> book.update(orders, jobs, again).forEach(this::queue));
  }

  /** A container may have changed; empty means any may have. */
  public void changed(Optional<ContainerId> container) {
    if (container.isPresent()) {
      looks.look(container.get(), seer);
    } else {
      looks.lookAtAll(seer);
    }
  }

  /** Tasks that this host still has to do with; empty before all containers were seen. */
  public Optional<Set<JobId>> busy() {
    return Optional.ofNullable(busy);
  }

  /** Decides until interrupted. */
  @Override
  public void run() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        while (turn()) {
          // Everything that is due comes before the next wait.
        }
        queue.await();
      }
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    }
  }

  /** Deals with all messages and one key; returns whether there was a key. */
  private boolean turn() {
    for (Runnable message = inbox.poll(); message != null; message = inbox.poll()) {
      try {
        message.run();
      } catch (RuntimeException | Error e) {
        log.error("A message to the task loop failed", e);
      }
    }
    Optional<Key> key = queue.poll();
    if (key.isEmpty()) {
      return false;
    }
    JobId task = key.get().task();
    try {
      if (task == null) {
        looks.lookAtAll(seer);
        queue.addAt(Key.HOST, clock.instant().plus(RESYNC));
      } else {
        decide(task);
      }
    } catch (RejectedExecutionException closing) {
      log.debug("Closed before {} was looked at", task);
    } catch (RuntimeException | Error e) {
      // Nobody would start this thread again.
      log.error("Cannot decide about {}", task, e);
      queue.addAt(key.get(), clock.instant().plus(RESYNC));
    }
    if (containers.complete() >= 0) {
      Set<JobId> all = new HashSet<>(book.tasks());
      all.addAll(containers.tasks());
      busy = all;
    }
    return true;
  }

  private void decide(JobId id) {
    Optional<Demand> demand = book.demand(id);
    List<Observed> seen = containers.of(id);
    if (containers.complete() < 0) {
      demand.ifPresent(wanted -> sayThatItWaits(id, wanted));
      return; // Nothing is decided before all containers were seen; then everything is.
    }
    if (demand.isEmpty() && seen.isEmpty()) {
      tasks.remove(id);
      sink.gone(id);
      return;
    }
    Task task = tasks.computeIfAbsent(id, unknown -> new Task());
    if (task.inFlight == null && containers.complete() <= task.notBeforeLook) {
      return; // An effect is uncertain until the look that was asked for has come.
    }
    Situation situation = situation(id, demand.orElse(null), task, seen);
    publish(id, situation);
    Step step = TaskPlanner.next(situation);
    if (step instanceof Step.Wait wait) {
      queue.addAt(new Key(id), wait.until());
    } else if (step instanceof Step.Cancel) {
      cancel(id, task);
    } else {
      begin(id, task, step);
      publish(id, withInFlight(situation, task.inFlight));
    }
    demand.ifPresent(wanted -> save(task, wanted));
  }

  /** Of a task that is new here it is known, without an engine too, that it does not run. */
  private void sayThatItWaits(JobId id, Demand demand) {
    String missing = conditions.present().get(Conditions.ENGINE);
    if (missing != null && demand.goal() == Goal.START && !tasks.containsKey(id)) {
      PortsFact waits = PortsFact.waiting(missing);
      publish(id, new Situation(demand, waits, List.of(), History.NONE, null, clock.instant()));
    }
  }

  private Situation situation(JobId id, @Nullable Demand demand, Task task, List<Observed> seen) {
    PortsFact fact = PortsFact.assigned(Map.of());
    if (demand != null) {
      fact = ports.fact(id, demand, task, seen, () -> othersClaims(id));
    }
    task.history = task.history.seeing(demand, seen, clock.instant());
    return new Situation(demand, fact, seen, task.history, task.inFlight, clock.instant());
  }

  private static Situation withInFlight(Situation s, @Nullable InFlight inFlight) {
    return new Situation(s.demand(), s.ports(), s.containers(), s.history(), inFlight, s.now());
  }

  private List<Claim> othersClaims(JobId id) {
    List<Claim> claims = new ArrayList<>();
    Set<JobId> others = new HashSet<>(tasks.keySet());
    others.addAll(containers.tasks());
    others.remove(id);
    for (JobId other : others) {
      claims.addAll(
          PortBook.claims(
              other, book.demand(other).orElse(null), tasks.get(other), containers.of(other)));
    }
    return claims;
  }

  private void begin(JobId id, Task task, Step step) {
    log.debug("{}: {}", id, step.getClass().getSimpleName());
    task.inFlight = new InFlight(step, clock.instant());
    task.cancelled = false;
    task.work =
        workers.submit(
            step,
            () -> {
              StepResult result = runner.run(step);
              tell(() -> ended(id, task, step, result));
            });
  }

  private void cancel(JobId id, Task task) {
    Future<?> work = task.work;
    InFlight inFlight = task.inFlight;
    if (work == null || inFlight == null || task.cancelled) {
      return;
    }
    log.info("{}: giving up {}", id, inFlight.step().getClass().getSimpleName());
    task.cancelled = true;
    if (work.cancel(true)) {
      // Whether it had begun or not, nobody waits for it any more.
      tell(() -> ended(id, task, inFlight.step(), StepResult.of(new Outcome.Cancelled())));
    }
  }

  private void ended(JobId id, Task task, Step step, StepResult result) {
    InFlight inFlight = task.inFlight;
    if (inFlight == null || inFlight.step() != step) {
      return; // It was given up before.
    }
    task.inFlight = null;
    task.work = null;
    Outcome outcome = result.outcome();
    Look look = result.look();
    if (look != null) {
      containers.saw(look);
    }
    task.history = task.history.after(step, outcome, clock.instant());
    if (outcome instanceof Outcome.Failed failure) {
      log.info("{}: {} failed: {}", id, step.getClass().getSimpleName(), failure.message());
      if (failure.kind() == RuntimeFailure.Kind.PORT_TAKEN) {
        book.demand(id).ifPresent(demand -> task.portsWereTaken(demand.job()));
      }
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
    tasks.remove(id);
    if (book.forget(id, step.generation())) {
      files.forget(id);
    }
    // Whoever waits for its ports may have them now.
    book.tasks().forEach(this::queue);
  }

  private void save(Task task, Demand demand) {
    KnownTask now = task.known(demand);
    if (!now.equals(task.saved)) {
      task.saved = now;
      files.save(now);
    }
  }

  private void publish(JobId id, Situation situation) {
    Demand demand = situation.demand();
    sink.publish(id, demand == null ? null : demand.job(), StatusDeriver.status(situation));
  }

  private void queue(JobId task) {
    queue.add(new Key(task));
  }

  private void tell(Runnable message) {
    inbox.add(message);
    queue.wake();
  }

  /** Hands what was seen over to the loop's thread. */
  private final class Seer implements EngineLooks.Listener {
    @Override
    public void saw(Look look) {
      tell(() -> containers.saw(look).forEach(TaskLoop.this::queue));
    }

    @Override
    public void sawAll(long tick, List<Observed> all) {
      tell(
          () -> {
            boolean first = containers.complete() < 0;
            Set<JobId> changed = containers.sawAll(tick, all);
            changed.forEach(TaskLoop.this::queue);
            if (first) {
              book.tasks().forEach(TaskLoop.this::queue);
              containers.tasks().forEach(TaskLoop.this::queue);
            }
            tasks.forEach(
                (id, task) -> {
                  if (task.notBeforeLook > 0 && task.notBeforeLook < tick) {
                    task.notBeforeLook = 0;
                    queue(id);
                  }
                });
          });
    }

    @Override
    public void blind() {
      tell(
          () -> {
            if (containers.complete() < 0) {
              book.tasks().forEach(TaskLoop.this::queue);
            }
          });
      queue.addAt(Key.HOST, clock.instant().plus(BLIND));
    }
  }
}
