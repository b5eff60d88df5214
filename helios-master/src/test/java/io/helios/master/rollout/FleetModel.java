package io.helios.master.rollout;

import io.helios.coordination.layout.HostProgress;
import io.helios.coordination.layout.RolloutOrder;
import io.helios.coordination.layout.RolloutProgress;
import io.helios.master.fixtures.ScriptedAgent;
import io.helios.model.group.ResolvedOptions;
import io.helios.model.group.RolloutCounts;
import io.helios.model.group.RolloutEvent;
import io.helios.model.group.RolloutReason;
import io.helios.model.group.RolloutState;
import io.helios.model.host.HostName;
import io.helios.model.job.JobId;
import io.helios.model.job.RolloutOptions;
import io.helios.model.task.Goal;
import io.helios.model.task.State;
import io.helios.model.task.TaskReport;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Hosts as plain values, on which a plan's moves are carried out, and things happen. */
final class FleetModel {
  static final JobId OLD = id("old");
  static final JobId NEW = id("new");
  static final String GROUP = "g";

  final Map<String, Machine> machines = new TreeMap<>();
  final Map<HostName, HostProgress> records = new HashMap<>();
  final ResolvedOptions options;
  final RolloutOrder order;
  RolloutProgress progress;
  Instant now = Instant.ofEpochMilli(1_000_000);
  private long generation = 1;

  /** One host. */
  static final class Machine {
    boolean member = true;
    boolean up = true;
    boolean cordoned;
    boolean clashes;

    /** Deployments of the group: job to generation. */
    final Map<JobId, Long> deployments = new TreeMap<>();

    /** What the agent said last: job to generation and state. */
    final Map<JobId, TaskReport> reports = new TreeMap<>();

    /** Ordered away and not gone yet. */
    final Set<JobId> orders = new HashSet<>();

    /** Whether nothing healthy runs there because of the rollout. */
    boolean takenDown;

    /**
     * Whether the agent said since then that it does not get along, so that it counts as failed.
     */
    boolean wasSick;

    /** Whether the host was down, or somebody meddled, so that the rollout is not to blame. */
    boolean excused;

    boolean serves() {
      return deployments.entrySet().stream()
          .anyMatch(
              entry -> {
                TaskReport report = reports.get(entry.getKey());
                return up
                    && HostFacts.isRunning(report)
                    && report != null
                    && report.generation() != null
                    && report.generation() >= entry.getValue();
              });
    }
  }

  FleetModel(RolloutOptions options) {
    this.options = ResolvedOptions.resolve(options, null);
    this.order =
        new RolloutOrder(
            "00-rollout",
            GROUP,
            RolloutReason.MANUAL,
            null,
            OLD,
            NEW,
            this.options.toWire(),
            now.toEpochMilli(),
            null,
            RolloutOrder.Scope.ALL,
            1);
    this.progress =
        RolloutProgress.begun(
            false, new RolloutEvent(now.toEpochMilli(), "STARTED", null, "started"));
  }

  static JobId id(String name) {
    return new JobId(name, "1", "0".repeat(40));
  }

  /** A host that runs the old job and is healthy. */
  FleetModel host(String name) {
    Machine machine = new Machine();
    machine.deployments.put(OLD, generation);
    machine.reports.put(OLD, report(State.RUNNING, generation++));
    machines.put(name, machine);
    return this;
  }

  Machine at(String name) {
    Machine machine = machines.get(name);
    if (machine == null) {
      throw new AssertionError("no host " + name);
    }
    return machine;
  }

  static TaskReport report(State state, long generation) {
    return ScriptedAgent.report(state, Goal.START, generation);
  }

  Situation situation() {
    JobId job = Situation.jobOf(order, progress);
    Map<HostName, HostFacts> facts = new LinkedHashMap<>();
    machines.forEach(
        (name, machine) -> facts.put(new HostName(name), facts(new HostName(name), machine, job)));
    int members = (int) machines.values().stream().filter(it -> it.member).count();
    return new Situation(
        order,
        options,
        progress,
        Map.copyOf(records),
        facts.keySet().stream().filter(this::isShown).toList(),
        facts::get,
        members,
        Map.of(),
        1000,
        now);
  }

  /** As little as {@link RolloutLook} shows. */
  private boolean isShown(HostName name) {
    Machine machine = at(name.value());
    return progress.state() == RolloutState.AWAITING_PROMOTION
        || !Candidates.isFinished(
            records.get(name), progress.back(), machine.member, !machine.deployments.isEmpty());
  }

  private HostFacts facts(HostName name, Machine machine, @Nullable JobId job) {
    Long placed = job == null ? null : machine.deployments.get(job);
    Set<JobId> present = new HashSet<>(machine.reports.keySet());
    present.addAll(machine.orders);
    List<JobId> others =
        machine.deployments.keySet().stream().filter(it -> !it.equals(job)).toList();
    return new HostFacts(
        name,
        machine.member,
        machine.up,
        machine.cordoned ? "cordoned" : null,
        placed == null ? null : new HostFacts.Placed(placed, Goal.START, true),
        job == null ? null : machine.reports.get(job),
        others,
        present,
        machine.serves(),
        machine.clashes && !others.isEmpty(),
        generation,
        null);
  }

  Plan plan() {
    return RolloutPlanner.next(situation());
  }

  /** Carries out what was planned. */
  void apply(Plan plan) {
    for (Move move : plan.moves()) {
      Machine machine = at(move.host().value());
      boolean served = machine.serves();
      for (Act act : move.acts()) {
        act.on(
            new Act.Cases<Boolean>() {
              @Override
              public Boolean undeploy(Act.Undeploy undeploy) {
                machine.deployments.remove(undeploy.job());
                return machine.orders.add(undeploy.job());
              }

              @Override
              public Boolean deploy(Act.Deploy deploy) {
                machine.deployments.put(deploy.job(), deploy.generation());
                return true;
              }

              @Override
              public Boolean take(Act.Take take) {
                machine.deployments.put(take.job(), take.generation());
                return true;
              }
            });
      }
      machine.takenDown = machine.takenDown || (served && !machine.serves());
      records.put(move.host(), move.after());
      generation++;
    }
    progress = plan.after();
  }

  /** Plans and carries out until nothing is to be done; how often that was. */
  int settle() {
    int rounds = 0;
    for (Plan plan = plan(); !plan.isEmpty(); plan = plan()) {
      apply(plan);
      if (++rounds > 50) {
        throw new AssertionError("it does not settle: " + plan);
      }
    }
    return rounds;
  }

  /** The agent does what it has to: what was ordered away is gone, what is deployed comes. */
  void works(String host, State becomes) {
    Machine machine = at(host);
    if (!machine.up) {
      return;
    }
    machine.orders.clear();
    machine.reports.keySet().retainAll(machine.deployments.keySet());
    machine.deployments.forEach(
        (job, its) ->
            machine.reports.put(job, report(job.equals(NEW) ? becomes : State.RUNNING, its)));
    if (machine.deployments.containsKey(NEW) && becomes == State.FAILED) {
      machine.wasSick = true;
    }
    if (machine.serves()) {
      machine.takenDown = false;
      machine.wasSick = false;
    }
  }

  RolloutState state() {
    return progress.state();
  }

  RolloutCounts counts() {
    return progress.counts();
  }
}
