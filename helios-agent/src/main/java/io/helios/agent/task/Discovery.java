package io.helios.agent.task;

import io.helios.agent.runtime.ContainerId;
import io.helios.agent.runtime.Observed;
import io.helios.model.job.Job;
import io.helios.model.job.ServicePorts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which of a task's containers other services can find, as far as this agent had a hand in it.
 *
 * @param used false where this host registers nothing; the rest then says nothing
 * @param held containers that are registered, or may be because a try failed
 * @param registered the container whose services this process has registered; null if none
 * @param announced the container that may be called RUNNING: the registered one, or one that an
 *     earlier process of this agent had called so
 * @param leaving when it was first tried to withdraw a container that still runs
 * @param trouble tries that failed in a row; null after one that did not
 */
public record Discovery(
    boolean used,
    Set<ContainerId> held,
    @Nullable ContainerId registered,
    @Nullable ContainerId announced,
    Map<ContainerId, Instant> leaving,
    @Nullable Trouble trouble) {
  public static final Discovery UNUSED = new Discovery(false, Set.of(), null, null, Map.of(), null);

  /** Nothing was registered yet. */
  public static final Discovery NONE = new Discovery(true, Set.of(), null, null, Map.of(), null);

  public Discovery {
    held = Collections.unmodifiableSet(new HashSet<>(held));
    leaving = Collections.unmodifiableMap(new HashMap<>(leaving));
  }

  /** What holds when an earlier process of this agent had called that container RUNNING. */
  public static Discovery adopted(ContainerId container) {
    return new Discovery(true, Set.of(), null, container, Map.of(), null);
  }

  /** Whether the job's services are a reason to say or do anything. */
  boolean concerns(Job job) {
    return used && !job.registration().isEmpty();
  }

  /** Whether the container may be called RUNNING as far as its services go. */
  public boolean lets(Job job, ContainerId container) {
    return !concerns(job) || container.equals(announced);
  }

  /** What is wrong with the registration of the job's services, in words; null if nothing is. */
  public @Nullable String complaint(Job job) {
    if (!concerns(job)) {
      return null;
    }
    List<String> complaints = new ArrayList<>();
    Set<String> unknown = unknownPorts(job);
    if (!unknown.isEmpty()) {
      complaints.add(
          "not registered, because the job has no such port: " + String.join(", ", unknown));
    }
    if (trouble != null) {
      complaints.add(trouble.message());
    }
    return complaints.isEmpty() ? null : String.join("; ", complaints);
  }

  private static Set<String> unknownPorts(Job job) {
    Set<String> unknown = new TreeSet<>();
    for (ServicePorts service : job.registration().values()) {
      if (service.ports() != null) {
        unknown.addAll(service.ports().keySet());
      }
    }
    unknown.removeAll(job.ports().keySet());
    return unknown;
  }

  /** Whether the next try is due. */
  boolean isDue(Instant now) {
    return trouble == null || !trouble.notBefore().isAfter(now);
  }

  /** Takes note of the containers there are, and of a clock that was set back. */
  public Discovery seeing(List<Observed> containers, Instant now) {
    Trouble timely = trouble == null ? null : trouble.timely(now);
    if (leaving.isEmpty() && Objects.equals(timely, trouble)) {
      return this;
    }
    Set<ContainerId> running =
        containers.stream()
            .filter(c -> c.phase() == Observed.Phase.RUNNING)
            .map(Observed::id)
            .collect(Collectors.toSet());
    Map<ContainerId, Instant> left = new HashMap<>(leaving);
    left.keySet().retainAll(running);
    left.replaceAll((id, since) -> since.isAfter(now) ? now : since);
    return new Discovery(used, held, registered, announced, left, timely);
  }

  /** Takes note of how a step ended. */
  public Discovery after(Step step, Outcome outcome, Instant now) {
    if (step instanceof Step.Register register) {
      return afterRegister(register.container().id(), outcome, now);
    }
    return step instanceof Step.Withdraw withdraw
        ? afterWithdraw(withdraw.id(), outcome, now)
        : this;
  }

  private Discovery afterRegister(ContainerId id, Outcome outcome, Instant now) {
    Set<ContainerId> more = new HashSet<>(held);
    more.add(id); // Even if it failed: others may see the services nevertheless.
    if (!(outcome instanceof Outcome.Done)) {
      return new Discovery(used, more, registered, announced, leaving, troubled(outcome, now));
    }
    Map<ContainerId, Instant> staying = new HashMap<>(leaving);
    staying.remove(id);
    return new Discovery(used, more, id, id, staying, null);
  }

  private Discovery afterWithdraw(ContainerId id, Outcome outcome, Instant now) {
    Map<ContainerId, Instant> leavers = new HashMap<>(leaving);
    leavers.putIfAbsent(id, now);
    if (!(outcome instanceof Outcome.Done)) {
      return new Discovery(used, held, registered, announced, leavers, troubled(outcome, now));
    }
    Set<ContainerId> fewer = new HashSet<>(held);
    fewer.remove(id);
    return new Discovery(
        used,
        fewer,
        id.equals(registered) ? null : registered,
        id.equals(announced) ? null : announced,
        leavers,
        null);
  }

  private @Nullable Trouble troubled(Outcome outcome, Instant now) {
    return outcome instanceof Outcome.Failed failure
        ? Trouble.after(trouble, failure, now)
        : trouble;
  }
}
