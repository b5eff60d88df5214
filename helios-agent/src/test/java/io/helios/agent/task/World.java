package io.helios.agent.task;

import io.helios.agent.runtime.ContainerId;
import io.helios.agent.runtime.EngineHealth;
import io.helios.agent.runtime.Observed;
import io.helios.agent.runtime.Observed.Phase;
import io.helios.agent.runtime.RuntimeFailure.Kind;
import io.helios.agent.runtime.TaskLabels;
import io.helios.model.job.HealthCheck;
import io.helios.model.job.ImageOptions;
import io.helios.model.job.Job;
import io.helios.model.job.PortMapping;
import io.helios.model.job.ServiceEndpoint;
import io.helios.model.job.ServicePorts;
import io.helios.model.task.Goal;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/**
 * A model of a host with one task: containers, a clock, faults by chance, and a planner's record.
 */
final class World {
  static final int GRACE_SECONDS = 20;
  static final TaskPlanner PLANNER = new TaskPlanner(TaskPlanner.KEPT);
  private static final String IMAGE = "sim/ok:1";

  final Random random;
  final Map<ContainerId, Observed> containers = new LinkedHashMap<>();
  final Job job;
  Instant now = Instant.parse("2026-01-01T00:00:00Z");
  Demand demand;
  History history = History.NONE;
  Discovery discovery = Discovery.NONE;

  /** What the registry says, whoever thinks otherwise. */
  final Set<ContainerId> registry = new HashSet<>();

  final Set<ContainerId> everRegistered = new HashSet<>();

  /** When it was first tried to withdraw a container. */
  final Map<ContainerId, Instant> withdrawn = new HashMap<>();

  boolean registrarWorks = true;
  boolean forgotten;
  boolean healthy = true;
  boolean imageHere;
  private int made;

  World(long seed, boolean checked) {
    this(seed, checked, IMAGE);
  }

  World(long seed, boolean checked, String image) {
    this(seed, checked, image, ImageOptions.NONE);
  }

  World(long seed, boolean checked, String image, ImageOptions imageOptions) {
    this(seed, checked ? new HealthCheck.Exec(List.of("true")) : null, image, imageOptions);
  }

  /** Of a job that registers nothing. */
  World(long seed, HealthCheck check) {
    this(seed, Job.newBuilder("web", "1").setImage(IMAGE).setHealthCheck(check).build());
  }

  private World(long seed, HealthCheck check, String image, ImageOptions imageOptions) {
    this(
        seed,
        Job.newBuilder("web", "1")
            .setImage(image)
            .setImageOptions(imageOptions)
            .setPorts(Map.of("http", PortMapping.of(80)))
            .setRegistration(Map.of(ServiceEndpoint.parse("web"), ServicePorts.of("http")))
            .setGracePeriod(GRACE_SECONDS)
            .setHealthCheck(check)
            .build());
  }

  private World(long seed, Job job) {
    this.random = new Random(seed);
    this.job = job;
    this.demand = new Demand(job, Goal.START, 1, false);
  }

  void demand(Goal goal) {
    demand = new Demand(job, goal, demand.generation() + 1, false);
    forgotten = false;
  }

  Situation situation() {
    containers.replaceAll((id, c) -> checkedByEngine(c));
    List<Observed> seen = List.copyOf(containers.values());
    history = history.seeing(demand, seen, now);
    discovery = discovery.seeing(seen, now);
    return new Situation(demand, PortsFact.assigned(Map.of()), seen, history, discovery, null, now);
  }

  /**
   * Carries a step out; with a fault it fails before or after its effect, or not visibly at all.
   */
  Outcome carryOut(Step step, boolean faults) {
    boolean registration = step instanceof Step.Register || step instanceof Step.Withdraw;
    int dice = registration && !registrarWorks ? 0 : faults ? random.nextInt(10) : 9;
    if (step instanceof Step.Withdraw withdraw) {
      withdrawn.putIfAbsent(withdraw.id(), now);
    }
    if (dice >= 2) {
      effect(step);
    }
    Outcome outcome =
        dice < 4 ? new Outcome.Failed(any(Kind.values()), "by chance") : honestly(step);
    now = now.plusMillis(20);
    history = history.after(step, outcome, now);
    discovery = discovery.after(step, outcome, now);
    return outcome;
  }

  private Outcome honestly(Step step) {
    if (step instanceof Step.Probe) {
      return new Outcome.Probed(healthy, healthy ? "" : "not yet", random.nextBoolean());
    }
    boolean finds =
        step instanceof Step.FindImage || (step instanceof Step.Create create && create.unseen());
    return finds && !imageHere ? new Outcome.Absent() : new Outcome.Done();
  }

  /** Something that nobody asked for. */
  void misfortune() {
    switch (random.nextInt(6)) {
      case 0 -> exitAll();
      case 1 -> containers.keySet().removeIf(id -> random.nextInt(3) == 0);
      case 2 -> restart();
      case 3 -> demand(any(Goal.values()));
      case 4 -> healthy = random.nextBoolean();
      default -> now = now.plus(Duration.ofSeconds(random.nextInt(90)));
    }
  }

  void exitAll() {
    containers.replaceAll((id, c) -> c.phase() == Phase.RUNNING ? exited(c) : c);
  }

  /** Another process of the agent takes over; what the last one had registered has expired. */
  private void restart() {
    Optional<ContainerId> announced =
        demand == null ? Optional.empty() : situation().announced(demand);
    history = History.NONE;
    discovery = announced.map(Discovery::adopted).orElse(Discovery.NONE);
    registry.clear();
    withdrawn.clear();
  }

  Observed add(Phase phase, long generation, int attempt) {
    ContainerId id = new ContainerId("c" + ++made);
    Observed container =
        new Observed(
            id,
            new TaskLabels("H", job.id(), generation, attempt),
            phase,
            Map.of(),
            Map.of(),
            phase == Phase.CREATED ? null : now,
            phase == Phase.EXITED ? now : null,
            phase == Phase.EXITED ? 1 : null,
            false,
            "",
            null);
    containers.put(id, container);
    return container;
  }

  long running() {
    return containers.values().stream().filter(c -> c.phase() == Phase.RUNNING).count();
  }

  private void effect(Step step) {
    if (step instanceof Step.Create create) {
      boolean there =
          containers.values().stream()
              .anyMatch(
                  c ->
                      c.task().generation() == create.generation()
                          && c.task().attempt() == create.attempt());
      if (!there && (imageHere || !create.unseen())) {
        add(Phase.CREATED, create.generation(), create.attempt());
      }
    } else if (step instanceof Step.Start start) {
      containers.computeIfPresent(start.id(), (id, c) -> with(c, Phase.RUNNING, now, null, false));
    } else if (step instanceof Step.Stop stop) {
      containers.computeIfPresent(stop.id(), (id, c) -> exited(c));
    } else if (step instanceof Step.Register register) {
      registry.add(register.container().id());
      everRegistered.add(register.container().id());
      withdrawn.remove(register.container().id());
    } else if (step instanceof Step.Withdraw withdraw) {
      registry.remove(withdraw.id());
    } else if (step instanceof Step.Remove remove) {
      containers.remove(remove.id());
    } else if (step instanceof Step.Pull) {
      imageHere = true;
    } else if (step instanceof Step.Forget) {
      forgotten = true;
    }
  }

  private <T> T any(T[] values) {
    return Arrays.asList(values).get(random.nextInt(values.length));
  }

  /** An engine that checks by itself counts for itself, and says so when it has come to an end. */
  private Observed checkedByEngine(Observed c) {
    if (!(job.healthCheck() instanceof HealthCheck.Docker) || c.phase() != Phase.RUNNING) {
      return c;
    }
    EngineHealth word =
        healthy
            ? new EngineHealth(EngineHealth.Status.HEALTHY, "")
            : new EngineHealth(EngineHealth.Status.UNHEALTHY, "not yet");
    return new Observed(
        c.id(),
        c.task(),
        c.phase(),
        c.ports(),
        c.env(),
        c.startedAt(),
        c.finishedAt(),
        c.exitCode(),
        false,
        "",
        word);
  }

  /** Every running container ends by itself, now. */
  void endAll(int exitCode) {
    containers.replaceAll(
        (id, c) ->
            c.phase() == Phase.RUNNING ? with(c, Phase.EXITED, c.startedAt(), exitCode, false) : c);
  }

  Observed killedForMemory(Observed c) {
    return with(c, Phase.EXITED, c.startedAt(), 137, true);
  }

  /** Nothing is known any more but what an agent keeps on disk. */
  void restartAgent() {
    history =
        History.remembered(
            history.generation(),
            history.imageReady(),
            history.runs().restarts(),
            Setbacks.of(history),
            history.health());
  }

  private Observed exited(Observed c) {
    return with(c, Phase.EXITED, c.startedAt(), 137, false);
  }

  private Observed with(
      Observed c, Phase phase, Instant startedAt, Integer exitCode, boolean oomKilled) {
    return new Observed(
        c.id(),
        c.task(),
        phase,
        c.ports(),
        c.env(),
        startedAt,
        phase == Phase.EXITED ? now : null,
        exitCode,
        oomKilled,
        "",
        null);
  }
}
