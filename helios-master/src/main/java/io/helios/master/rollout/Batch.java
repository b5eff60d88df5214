package io.helios.master.rollout;

import io.helios.coordination.layout.EventChunk;
import io.helios.coordination.layout.HostProgress;
import io.helios.coordination.layout.Paths;
import io.helios.coordination.layout.RolloutProgress;
import io.helios.coordination.layout.SettledHosts;
import io.helios.coordination.layout.Stored;
import io.helios.coordination.layout.StoredRollout;
import io.helios.coordination.tree.Changes;
import io.helios.coordination.tree.Node;
import io.helios.coordination.tree.TreePath;
import io.helios.master.deployment.GroupDeployments;
import io.helios.master.deployment.GroupDeployments.Owner;
import io.helios.master.view.ClusterView;
import io.helios.master.view.GroupView;
import io.helios.master.view.HostView;
import io.helios.master.view.Versioned;
import io.helios.model.group.DeploymentGroup;
import io.helios.model.group.RollingUpdateReason;
import io.helios.model.group.RolloutEvent;
import io.helios.model.group.RolloutReason;
import io.helios.model.group.RolloutState;
import io.helios.model.host.HostName;
import io.helios.model.job.Job;
import io.helios.model.task.Deployment;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The moves of a plan as one transaction. It sets the rollout's node in the version that the plan
 * was made from: of two drivers only one gets a batch through.
 *
 * @param changes all of it
 * @param header the rollout's node afterwards
 * @param after the same as a value
 * @param hosts what is remembered of hosts
 * @param events what is told of them, by chunk
 * @param moves those of the plan
 */
record Batch(
    Changes changes,
    byte[] header,
    StoredRollout after,
    Map<HostName, HostProgress> hosts,
    Map<Long, List<RolloutEvent>> events,
    List<Move> moves) {

  /** What a batch is made of besides the plan. */
  record Basis(
      ClusterView view,
      GroupView group,
      Versioned<StoredRollout> rollout,
      Held held,
      Map<TreePath, Node> reserved,
      String master,
      String driver,
      Instant now) {}

  static Batch of(Plan plan, Basis basis) {
    return new Maker(basis).make(plan);
  }

  private static final class Maker {
    private final Basis basis;
    private final StoredRollout old;
    private Changes changes = Changes.NONE;

    Maker(Basis basis) {
      this.basis = basis;
      this.old = basis.rollout().value();
    }

    Batch make(Plan plan) {
      Map<HostName, HostProgress> hosts = new LinkedHashMap<>();
      plan.moves().forEach(move -> hosts.put(move.host(), move.after()));
      Map<Long, List<RolloutEvent>> events = tell(plan.moves());
      long told = old.progress().told() + events.values().stream().mapToLong(List::size).sum();
      RolloutProgress progress = plan.after().next(basis.driver(), told);
      boolean failedOwn =
          progress.state() == RolloutState.FAILED
              && old.order().reason() == RolloutReason.HOSTS_CHANGED;
      if (failedOwn) {
        progress = progress.leaving(unreachedAfter(plan));
      }
      StoredRollout after = old.with(progress);
      byte[] header = Stored.bytes(after);
      // First, so that a conflict is told by the rollout's own node.
      changes = changes.set(Paths.rollout(old.order().id()), header, basis.rollout().version());
      remember(hosts);
      settle(plan.moves());
      writeEvents(events);
      if (progress.state() == RolloutState.ROLLED_BACK) {
        groupRunsAgain();
      }
      plan.moves().forEach(this::act);
      return new Batch(changes, header, after, hosts, events, plan.moves());
    }

    /** What will be owed once the settled ones of the plan are. */
    private long unreachedAfter(Plan plan) {
      GroupView group = basis.group();
      for (Map.Entry<Integer, SettledHosts> bucket : settled(plan.moves()).entrySet()) {
        group = group.settling(bucket.getKey(), bucket.getValue());
      }
      return Convergence.unreached(basis.view(), group);
    }

    private void remember(Map<HostName, HostProgress> hosts) {
      Set<Integer> chunks = new HashSet<>();
      hosts.keySet().forEach(host -> chunks.add(basis.held().chunkOf(host)));
      for (int chunk : chunks) {
        TreePath path = Paths.rolloutHosts(old.order().id(), chunk);
        byte[] data = Stored.bytes(basis.held().chunk(chunk, hosts));
        changes =
            basis.held().has(chunk)
                ? changes.set(path, data, Changes.ANY_VERSION)
                : changes.create(path, data);
      }
    }

    private Map<Integer, SettledHosts> settled(List<Move> moves) {
      Map<Integer, List<HostName>> in = new TreeMap<>();
      Map<Integer, List<HostName>> out = new TreeMap<>();
      for (Move move : moves) {
        boolean isSettled = basis.group().hasSettled(move.host());
        int bucket = SettledHosts.bucket(move.host());
        switch (move.settling()) {
          case AS_IT_IS -> {}
          case SETTLED -> {
            if (!isSettled) {
              in.computeIfAbsent(bucket, it -> new ArrayList<>()).add(move.host());
            }
          }
          case OWED -> {
            if (isSettled) {
              out.computeIfAbsent(bucket, it -> new ArrayList<>()).add(move.host());
            }
          }
        }
      }
      Set<Integer> buckets = new HashSet<>(in.keySet());
      buckets.addAll(out.keySet());
      Map<Integer, SettledHosts> changed = new TreeMap<>();
      for (int bucket : buckets) {
        Versioned<SettledHosts> there = basis.group().settled().get(bucket);
        changed.put(
            bucket,
            (there == null ? SettledHosts.NONE : there.value())
                .changed(in.getOrDefault(bucket, List.of()), out.getOrDefault(bucket, List.of())));
      }
      return changed;
    }

    private void settle(List<Move> moves) {
      settled(moves)
          .forEach(
              (bucket, hosts) -> {
                TreePath path = Paths.settledHosts(basis.group().name(), bucket);
                Versioned<SettledHosts> there = basis.group().settled().get(bucket);
                changes =
                    there == null
                        ? changes.create(path, Stored.bytes(hosts))
                        : changes.set(path, Stored.bytes(hosts), there.version());
              });
    }

    private Map<Long, List<RolloutEvent>> tell(List<Move> moves) {
      Map<Long, List<RolloutEvent>> chunks = new TreeMap<>();
      long chunk = basis.held().openEvents();
      List<RolloutEvent> open = new ArrayList<>(basis.held().events(chunk));
      for (RolloutEvent event : HostEvents.of(moves, basis.held().records(), basis.now())) {
        if (open.size() >= EventChunk.SIZE) {
          chunk++;
          open = new ArrayList<>();
        }
        open.add(event);
        chunks.put(chunk, open);
      }
      return chunks;
    }

    private void writeEvents(Map<Long, List<RolloutEvent>> events) {
      String id = old.order().id();
      long newest = 0;
      for (Map.Entry<Long, List<RolloutEvent>> chunk : events.entrySet()) {
        TreePath path = Paths.rolloutEvents(id, chunk.getKey());
        byte[] data = Stored.bytes(new EventChunk(chunk.getValue()));
        changes =
            basis.held().hasEvents(chunk.getKey())
                ? changes.set(path, data, Changes.ANY_VERSION)
                : changes.create(path, data);
        newest = chunk.getKey();
      }
      if (!events.isEmpty()) {
        for (long gone : basis.held().oldEvents(newest)) {
          changes = changes.delete(Paths.rolloutEvents(id, gone));
        }
      }
    }

    /** The group's job is the one before again. */
    private void groupRunsAgain() {
      Versioned<DeploymentGroup> config = basis.group().config();
      if (config != null && old.order().job().equals(config.value().jobId())) {
        DeploymentGroup was = config.value();
        changes =
            changes.set(
                Paths.group(was.name()),
                Stored.bytes(
                    new DeploymentGroup(
                        was.name(),
                        was.hostSelectors(),
                        old.order().fromJob(),
                        was.rolloutOptions(),
                        RollingUpdateReason.MANUAL)),
                config.version());
      }
    }

    private void act(Move move) {
      HostView host = basis.view().registeredHost(move.host()).orElse(null);
      if (host == null) {
        return;
      }
      Owner owner = new Owner(old.order().group(), basis.master(), old.order().user());
      for (Act act : move.acts()) {
        changes = changes.and(act.on(new Acting(host, owner)));
      }
    }

    private final class Acting implements Act.Cases<Changes> {
      private final HostView host;
      private final Owner owner;

      Acting(HostView host, Owner owner) {
        this.host = host;
        this.owner = owner;
      }

      @Override
      public Changes undeploy(Act.Undeploy act) {
        return GroupDeployments.undeploy(basis.view(), host, act.job(), owner, basis.now());
      }

      @Override
      public Changes deploy(Act.Deploy act) {
        @Nullable Job job = basis.view().job(act.job()).map(it -> it.job()).orElse(null);
        if (job == null) {
          return Changes.NONE;
        }
        Map<TreePath, Node> reserved = new HashMap<>();
        for (TreePath path : GroupDeployments.portNodes(host.name(), job)) {
          Node node = basis.reserved().get(path);
          if (node != null) {
            reserved.put(path, node);
          }
        }
        return GroupDeployments.deploy(host, job, act.generation(), owner, reserved);
      }

      @Override
      public Changes take(Act.Take act) {
        Versioned<Deployment> there = host.deployments().get(act.job());
        return there == null
            ? Changes.NONE
            : GroupDeployments.take(host, there, act.job(), act.generation(), owner);
      }
    }
  }
}
