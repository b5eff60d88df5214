package io.helios.master.rollout;

import io.helios.coordination.layout.HostProgress;
import io.helios.coordination.layout.RolloutOrder;
import io.helios.coordination.layout.RolloutProgress;
import io.helios.coordination.layout.StoredRollout;
import io.helios.master.view.ClusterView;
import io.helios.master.view.GroupView;
import io.helios.model.group.HostOutcome;
import io.helios.model.group.Rollout;
import io.helios.model.group.RolloutEvent;
import io.helios.model.group.RolloutState;
import io.helios.model.group.RolloutSummary;
import io.helios.model.host.HostName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Rollouts as they are shown. */
final class RolloutReport {
  private static final int EVENTS = 200;

  /** What a rollout comes to because of its hosts, often in the same batch as the last of them. */
  private static final Set<String> CONSEQUENCES =
      Stream.of(
              RolloutState.AWAITING_PROMOTION,
              RolloutState.ROLLING_BACK,
              RolloutState.SUCCEEDED,
              RolloutState.FAILED,
              RolloutState.ROLLED_BACK,
              RolloutState.STOPPED)
          .map(Enum::name)
          .collect(Collectors.toUnmodifiableSet());

  private RolloutReport() {}

  static RolloutSummary summary(StoredRollout rollout) {
    RolloutOrder order = rollout.order();
    RolloutProgress progress = rollout.progress();
    return new RolloutSummary(
        order.id(),
        order.group(),
        progress.state(),
        order.reason(),
        order.user(),
        order.fromJob(),
        order.job(),
        order.options(),
        order.created(),
        progress.started(),
        progress.ended(),
        progress.error(),
        progress.detail(),
        order.rollbackOf(),
        progress.state().ended() ? progress.counts().ended() : progress.counts());
  }

  static Rollout whole(
      ClusterView view,
      StoredRollout rollout,
      List<HostProgress> records,
      Collection<List<RolloutEvent>> events) {
    RolloutOrder order = rollout.order();
    RolloutProgress progress = rollout.progress();
    return new Rollout(
        order.id(),
        order.group(),
        progress.state(),
        order.reason(),
        order.user(),
        order.fromJob(),
        order.job(),
        order.options(),
        order.created(),
        progress.started(),
        progress.ended(),
        progress.error(),
        progress.detail(),
        order.rollbackOf(),
        hosts(view, rollout, records),
        newest(progress.notes(), events));
  }

  private static List<HostOutcome> hosts(
      ClusterView view, StoredRollout rollout, List<HostProgress> records) {
    Map<HostName, HostProgress> known = new HashMap<>();
    records.forEach(record -> known.put(new HostName(record.host()), record));
    RolloutOrder order = rollout.order();
    boolean ended = rollout.progress().state().ended();
    boolean all = order.scope() == RolloutOrder.Scope.ALL && !rollout.progress().back();
    boolean owed = order.scope() == RolloutOrder.Scope.OWED && !rollout.progress().back();
    Set<HostName> names = new LinkedHashSet<>();
    GroupView group = view.group(order.group()).orElse(null);
    for (HostName host : HostOrder.of(view, order.group(), order.options().order())) {
      // Those of which nothing is known yet are shown while their turn may come, or if it did not.
      boolean toDo =
          all
              ? !ended || rollout.progress().counts().todo() > 0
              : owed && !ended && group != null && Convergence.isOwed(view, group, host);
      if (known.containsKey(host) || toDo) {
        names.add(host);
      }
    }
    known.keySet().stream().sorted(Comparator.comparing(HostName::value)).forEach(names::add);
    List<HostOutcome> hosts = new ArrayList<>();
    for (HostName host : names) {
      HostProgress record = known.get(host);
      hosts.add(
          outcome(record == null ? HostProgress.todo(host.value()) : record, rollout.progress()));
    }
    return hosts;
  }

  private static HostOutcome outcome(HostProgress record, RolloutProgress progress) {
    if (progress.back() && !record.back() && record.touched()) {
      return progress.state().ended()
          ? outcome(record, HostOutcome.State.SKIPPED, "the rollout ended before it was moved back")
          : outcome(record, HostOutcome.State.TODO, "is to be moved back");
    } else if (progress.state().ended() && Records.isInFlight(record)) {
      return outcome(
          record, HostOutcome.State.SKIPPED, "the rollout ended before the host was done");
    } else if (progress.state().ended() && record.state() == HostOutcome.State.TODO) {
      return outcome(record, HostOutcome.State.SKIPPED, "the rollout ended before its turn");
    }
    return outcome(record, record.state(), record.reason());
  }

  private static HostOutcome outcome(
      HostProgress record, HostOutcome.State state, @Nullable String reason) {
    Long started = record.started();
    Long ended = record.ended();
    return new HostOutcome(
        record.host(),
        state,
        reason,
        state == record.state() ? record.code() : null,
        started,
        ended,
        started == null || ended == null ? null : Long.valueOf(ended - started),
        record.gapMillis());
  }

  private static List<RolloutEvent> newest(
      List<RolloutEvent> notes, Collection<List<RolloutEvent>> chunks) {
    List<RolloutEvent> all = new ArrayList<>(notes);
    chunks.forEach(all::addAll);
    all.sort(
        Comparator.comparingLong(RolloutEvent::timestamp)
            .thenComparing(event -> CONSEQUENCES.contains(event.type())));
    return List.copyOf(all.subList(Math.max(0, all.size() - EVENTS), all.size()));
  }
}
