package io.helios.master.cleanup;

import io.helios.coordination.layout.Paths;
import io.helios.coordination.tree.Tree;
import io.helios.coordination.tree.Tree.Reading;
import io.helios.coordination.tree.TreePath;
import io.helios.coordination.tree.TreeUnavailable;
import io.helios.master.commit.Commits;
import io.helios.master.commit.Unavailable;
import io.helios.master.deployment.Deployments;
import io.helios.master.history.JobHistory;
import io.helios.master.host.Hosts;
import io.helios.master.job.Jobs;
import io.helios.master.view.LiveView;
import io.helios.model.host.HostName;
import io.helios.model.job.Job;
import io.helios.model.job.JobId;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Removes things from the cluster, by the same operations that requests use. */
public final class ClusterDeeds implements Deeds {
  private static final long READ_SECONDS = 30;

  private final Tree tree;
  private final LiveView live;
  private final Commits commits;
  private final Jobs jobs;
  private final Deployments deployments;
  private final Hosts hosts;
  private final JobHistory history;

  public ClusterDeeds(
      Tree tree,
      LiveView live,
      Commits commits,
      Jobs jobs,
      Deployments deployments,
      Hosts hosts,
      JobHistory history) {
    this.tree = tree;
    this.live = live;
    this.commits = commits;
    this.jobs = jobs;
    this.deployments = deployments;
    this.hosts = hosts;
    this.history = history;
  }

  DownSince downSince() {
    return new DownSince(tree, commits);
  }

  @Override
  public boolean removeExpired(Job job, int hostsAtMost) {
    List<HostName> some = live.view().hostsOf(job.id()).stream().limit(hostsAtMost).toList();
    for (HostName host : some) {
      deployments.takeOff(host, job, "expired-job reaper");
    }
    return live.view().hostsOf(job.id()).isEmpty() && remove(job).isEmpty();
  }

  @Override
  public Optional<String> remove(Job job) {
    return jobs.remove(job);
  }

  @Override
  public Optional<String> removeHost(HostName host) {
    return hosts.removeDead(host);
  }

  @Override
  public Optional<Instant> newestEvent(JobId job) {
    return history.newest(job);
  }

  @Override
  public Collection<JobId> jobsWithHistory() {
    CompletableFuture<Map<TreePath, Reading>> read = new CompletableFuture<>();
    try {
      List<TreePath> shards =
          tree.children(Paths.JOB_HISTORY).stream().map(Paths.JOB_HISTORY::child).toList();
      tree.read(shards, readings -> read.complete(readings.found()), read::completeExceptionally);
      return read.get(READ_SECONDS, TimeUnit.SECONDS).values().stream()
          .flatMap(shard -> shard.children().stream())
          .flatMap(name -> fullId(name).stream())
          .toList();
    } catch (TreeUnavailable | ExecutionException | TimeoutException e) {
      throw new Unavailable("the history cannot be listed: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Unavailable("the master is stopping", e);
    }
  }

  @Override
  public void removeHistory(JobId job) {
    jobs.removeOrphanHistory(job);
  }

  private static Optional<JobId> fullId(String name) {
    try {
      return Optional.of(JobId.parse(name)).filter(JobId::isFullyQualified);
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // Not put there by us.
    }
  }
}
