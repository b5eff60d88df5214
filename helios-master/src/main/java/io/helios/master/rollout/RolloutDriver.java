package io.helios.master.rollout;

import io.helios.coordination.thread.OwnThread;
import io.helios.coordination.tree.Subscription;
import io.helios.coordination.tree.Tree;
import io.helios.master.commit.Commits;
import io.helios.master.view.GroupView;
import io.helios.master.view.LiveView;
import io.helios.master.view.TaskKey;
import io.helios.master.view.ViewChange;
import io.helios.master.view.ViewListener;
import io.helios.model.host.HostName;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Has rollouts carried out, and starts those that groups need by themselves. Every change in the
 * view only says which groups to look at again; a group is looked at by one thread at a time, and
 * where nothing changes nothing is done. Any number of drivers may be at work: only one of them
 * gets a batch of moves through.
 */
public final class RolloutDriver implements ViewListener, AutoCloseable {
  private static final int THREADS = 4;

  private final LiveView live;
  private final Lane.Means means;
  private final BooleanSupplier leads;
  private final OwnThread dispatcher = new OwnThread("rollout-changes");
  private final List<OwnThread> threads = new ArrayList<>();
  private final ConcurrentMap<String, Lane> lanes = new ConcurrentHashMap<>();
  private @Nullable Subscription subscription;

  /**
   * A driver that is not started yet.
   *
   * @param leads whether this master is the one to do it; saves work, no more
   * @param master its name, as deployments carry it
   */
  public RolloutDriver(
      Tree tree,
      LiveView live,
      Commits commits,
      BooleanSupplier leads,
      RolloutEvents events,
      String master,
      Clock clock) {
    this.live = live;
    this.leads = leads;
    this.means =
        new Lane.Means(
            live,
            tree,
            commits,
            new RolloutNodes(tree),
            new Published(events, clock),
            master,
            clock);
    for (int i = 0; i < THREADS; i++) {
      threads.add(new OwnThread("rollouts-" + i));
    }
  }

  /** Begins to follow the view; once. */
  public synchronized void start() {
    subscription = live.subscribe(this);
  }

  /** To be called when this master may lead now, or no longer. */
  public void leadershipChanged() {
    dispatcher.execute(this::lookAtEverything);
  }

  @Override
  public void changed(ViewChange change) {
    dispatcher.execute(() -> dispatch(change));
  }

  @Override
  public void live(long revision) {
    dispatcher.execute(this::lookAtEverything);
  }

  @Override
  public synchronized void close() {
    if (subscription != null) {
      subscription.close();
    }
    dispatcher.close();
    lanes.values().forEach(Lane::close);
    threads.forEach(OwnThread::close);
  }

  private void dispatch(ViewChange change) {
    if (!leads.getAsBoolean()) {
      return;
    }
    change.groups().forEach(group -> lane(group).lookAtAll());
    for (String id : change.rollouts()) {
      live.view().rollout(id).ifPresent(rollout -> lane(rollout.value().order().group()).look());
    }
    Set<HostName> hosts = new HashSet<>(change.hosts());
    change.tasks().stream().map(TaskKey::host).forEach(hosts::add);
    List<GroupView> groups = live.view().groups();
    for (HostName host : hosts) {
      for (GroupView group : groups) {
        if (concerns(group, host)) {
          lane(group.name()).lookAt(host);
        }
      }
    }
  }

  private boolean concerns(GroupView group, HostName host) {
    Lane lane = lanes.get(group.name());
    return live.view().groupsOf(host).contains(group.name())
        || live.view().owners(group.name()).contains(host)
        || group.hasSettled(host)
        || (lane != null && lane.moves(host));
  }

  private void lookAtEverything() {
    if (leads.getAsBoolean()) {
      live.view().groups().forEach(group -> lane(group.name()).lookAtAll());
      // What is left of groups that are gone.
      live.view().groupsWithRollouts().forEach(group -> lane(group).lookAtAll());
    } else {
      lanes.values().forEach(Lane::lookAtAll);
    }
  }

  private Lane lane(String group) {
    return lanes.computeIfAbsent(
        group,
        name -> new Lane(name, means, leads, threads.get(Math.floorMod(name.hashCode(), THREADS))));
  }
}
