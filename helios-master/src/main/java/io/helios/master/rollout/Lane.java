package io.helios.master.rollout;

import io.helios.coordination.layout.Paths;
import io.helios.coordination.layout.SettledHosts;
import io.helios.coordination.layout.Stored;
import io.helios.coordination.layout.StoredRollout;
import io.helios.coordination.thread.OwnThread;
import io.helios.coordination.tree.Changes;
import io.helios.coordination.tree.Tree;
import io.helios.coordination.tree.TreeUnavailable;
import io.helios.master.commit.Commits;
import io.helios.master.commit.Contended;
import io.helios.master.commit.Decision;
import io.helios.master.commit.Decision.Proof;
import io.helios.master.commit.Unavailable;
import io.helios.master.view.ClusterView;
import io.helios.master.view.GroupView;
import io.helios.master.view.LiveView;
import io.helios.master.view.Versioned;
import io.helios.model.group.RolloutReason;
import io.helios.model.host.HostName;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What one group needs, looked at by one thread at a time. */
final class Lane {
  private static final Logger log = LoggerFactory.getLogger(Lane.class);
  private static final Duration RETRY = Duration.ofSeconds(1);
  private static final int BATCHES_IN_A_ROW = 100;

  private final String name;
  private final Means means;
  private final BooleanSupplier leads;
  private final OwnThread thread;
  private final Drive drive;
  private final Set<HostName> changed = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean everything = new AtomicBoolean();
  private final AtomicBoolean queued = new AtomicBoolean();
  private volatile boolean closed;
  private volatile @Nullable Instant alarm;

  /** What all lanes work with. */
  record Means(
      LiveView live,
      Tree tree,
      Commits commits,
      RolloutNodes nodes,
      Published published,
      String master,
      Clock clock) {
    ClusterView view() {
      return live.view();
    }
  }

  Lane(String name, Means means, BooleanSupplier leads, OwnThread thread) {
    this.name = name;
    this.means = means;
    this.leads = leads;
    this.thread = thread;
    this.drive = new Drive(name, means);
  }

  void lookAt(HostName host) {
    changed.add(host);
    enqueue();
  }

  /** The rollout went on, perhaps by somebody else. */
  void look() {
    enqueue();
  }

  void lookAtAll() {
    everything.set(true);
    enqueue();
  }

  /** Whether a rollout of the group is doing something on the host. */
  boolean moves(HostName host) {
    return drive.moves(host);
  }

  void close() {
    closed = true;
  }

  private void enqueue() {
    if (!closed && queued.compareAndSet(false, true)) {
      thread.execute(this::lookNow);
    }
  }

  private void lookNow() {
    queued.set(false);
    boolean all = everything.getAndSet(false);
    Set<HostName> hosts = new HashSet<>(changed);
    changed.removeAll(hosts);
    if (closed || !leads.getAsBoolean() || !means.live().freshness().live()) {
      drive.forget();
      return;
    }
    try {
      lookAt(all, hosts);
    } catch (Unavailable | TreeUnavailable e) {
      log.info("rollouts of group {} wait: {}", name, e.getMessage());
      everything.set(true);
      lookAgain(means.clock().instant().plus(RETRY));
    } catch (Contended e) {
      log.debug("the rollout of group {} is being changed by somebody else", name, e);
      everything.set(true);
      lookAgain(means.clock().instant().plus(RETRY));
    }
  }

  private void lookAt(boolean all, Set<HostName> hosts) throws Contended, TreeUnavailable {
    if (all) {
      new OldRollouts(name, means).forget();
    }
    boolean ended = false;
    for (int i = 0; i < BATCHES_IN_A_ROW; i++) {
      GroupView group = means.view().group(name).orElse(null);
      if (group == null) {
        drive.forget();
        return;
      }
      Optional<Versioned<StoredRollout>> rollout = StartOperation.underWay(group, means.view());
      if (rollout.isPresent()) {
        Drive.Result result = drive.next(group, rollout.get());
        if (result.wakeAt() != null) {
          lookAgain(result.wakeAt());
        }
        if (result.idle()) {
          return;
        }
        ended = true;
      } else {
        drive.forget();
        boolean whole = all || ended;
        if (!converge(group, whole ? concerned(group) : hosts, whole)) {
          return;
        }
      }
    }
    lookAtAll();
  }

  private Collection<HostName> concerned(GroupView group) {
    Set<HostName> hosts = new HashSet<>(means.view().members(group.name()));
    hosts.addAll(means.view().owners(group.name()));
    return hosts;
  }

  /** Starts what the group needs by itself; whether there is more to look at. */
  private boolean converge(GroupView group, Collection<HostName> hosts, boolean all)
      throws Contended {
    forgetLeavers(group, hosts, all);
    if (!Convergence.isDue(means.view(), group, hosts)) {
      return false;
    }
    String id = UUID.randomUUID().toString();
    boolean started =
        means
            .commits()
            .runOrGiveUp(
                () -> {
                  GroupView now = means.view().group(name).orElse(null);
                  return now == null || !Convergence.isDue(means.view(), now, hosts)
                      ? Decision.<RolloutRefusal>fulfilled()
                      : StartOperation.decide(own(now, id), now, means.view(), instant());
                })
            .refusal()
            .isEmpty();
    means
        .view()
        .rollout(id)
        .ifPresent(rollout -> means.published().started(group, RolloutReason.HOSTS_CHANGED));
    return started;
  }

  private StartOperation.Request own(GroupView group, String id) {
    var config = group.config();
    if (config == null || config.value().jobId() == null) {
      throw new IllegalStateException("a rollout is due only in a group with a job");
    }
    return new StartOperation.Request(
        id,
        name,
        config.value().jobId(),
        config.value().rolloutOptions(),
        RolloutReason.HOSTS_CHANGED,
        null,
        null,
        List.of());
  }

  /** Hosts that left are owed the job should they join again. */
  private void forgetLeavers(GroupView group, Collection<HostName> hosts, boolean all)
      throws Contended {
    Set<HostName> gone = new HashSet<>();
    if (all) {
      group
          .settled()
          .values()
          .forEach(bucket -> bucket.value().hosts().forEach(it -> gone.add(new HostName(it))));
    } else {
      hosts.stream().filter(group::hasSettled).forEach(gone::add);
    }
    gone.removeIf(host -> means.view().groupsOf(host).contains(name));
    if (gone.isEmpty()) {
      return;
    }
    means
        .commits()
        .<RolloutRefusal>runOrGiveUp(
            () ->
                means.view().group(name).map(it -> without(it, gone)).orElse(Decision.fulfilled()));
  }

  private Decision<RolloutRefusal> without(GroupView group, Set<HostName> gone) {
    Changes changes = Changes.NONE;
    Proof proof = null;
    for (int bucket : group.settled().keySet()) {
      Versioned<SettledHosts> old = group.settled().get(bucket);
      if (old == null) {
        continue;
      }
      SettledHosts now = old.value().changed(List.of(), gone);
      if (!now.equals(old.value())) {
        byte[] data = Stored.bytes(now);
        changes = changes.set(Paths.settledHosts(name, bucket), data, old.version());
        proof = Proof.holds(Paths.settledHosts(name, bucket), data);
      }
    }
    return proof == null ? Decision.fulfilled() : Decision.change(changes, proof);
  }

  /** Looks again then, unless it will before that. */
  private void lookAgain(Instant at) {
    Instant set = alarm;
    Instant now = instant();
    if (set != null && set.isAfter(now) && !at.isBefore(set)) {
      return;
    }
    alarm = at;
    long millis = Math.max(1, Duration.between(now, at).toMillis() + 1);
    thread.executeAfter(
        millis,
        () -> {
          alarm = null;
          enqueue();
        });
  }

  private Instant instant() {
    return means.clock().instant();
  }
}
