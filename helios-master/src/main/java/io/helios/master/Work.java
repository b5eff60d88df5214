package io.helios.master;

import io.helios.master.cleanup.ClusterDeeds;
import io.helios.master.cleanup.Reapers;
import io.helios.master.commit.Commits;
import io.helios.master.deployment.Deployments;
import io.helios.master.event.Event;
import io.helios.master.group.Groups;
import io.helios.master.history.JobHistory;
import io.helios.master.host.Hosts;
import io.helios.master.job.Jobs;
import io.helios.master.receipt.Receipts;
import io.helios.master.rollout.RolloutDriver;
import io.helios.master.rollout.RolloutEvents;
import io.helios.master.rollout.Rollouts;
import io.helios.master.view.GroupView;
import io.helios.master.view.LiveView;
import io.helios.model.job.JobId;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;

/**
 * What one master does, whoever asks for it: the answers to requests, and what goes on by itself
 * while it leads.
 */
final class Work implements AutoCloseable {
  /** Published clients give up a request after 10 s. */
  private static final Duration REQUEST_LIMIT = Duration.ofSeconds(8);

  private final Receipts receipts;
  private final Commits commits;
  private final Jobs jobs;
  private final Hosts hosts;
  private final Deployments deployments;
  private final JobHistory history;
  private final Groups groups;
  private final Rollouts rollouts;
  private final RolloutDriver driver;
  private final Reapers reapers;

  /** Nothing goes on by itself before {@link #start}. */
  Work(Foundation on) {
    LiveView live = on.live();
    Clock clock = on.clock();
    this.receipts = new Receipts(on.tree(), clock);
    this.commits = new Commits(on.tree(), live, on.clusterId(), clock, REQUEST_LIMIT, receipts);
    this.jobs = new Jobs(on.tree(), live, commits, on.options().allowedCapabilities(), clock);
    this.hosts = new Hosts(on.tree(), live, commits, clock);
    this.deployments = new Deployments(on.tree(), live, commits, clock);
    this.history = new JobHistory(on.tree(), live);
    this.groups = new Groups(live, commits, clock);
    RolloutEvents told = payload -> on.events().publish(event(payload, clock));
    this.rollouts = new Rollouts(on.tree(), live, commits, told, clock);
    this.driver =
        new RolloutDriver(
            on.tree(), live, commits, on.leadership()::isLeading, told, on.options().name(), clock);
    on.leadership().onChange(driver::leadershipChanged);
    this.reapers =
        Reapers.of(
            new ClusterDeeds(on.tree(), live, commits, jobs, deployments, hosts, history),
            live,
            on.leadership(),
            job -> isJobOfGroup(live, job),
            on.options().cleanup(),
            on.events(),
            clock);
  }

  /** Once, when the master has joined its cluster. */
  void start() {
    reapers.start();
    driver.start();
  }

  @Override
  public void close() {
    reapers.close();
    driver.close();
  }

  Receipts receipts() {
    return receipts;
  }

  Commits commits() {
    return commits;
  }

  Jobs jobs() {
    return jobs;
  }

  Hosts hosts() {
    return hosts;
  }

  Deployments deployments() {
    return deployments;
  }

  JobHistory history() {
    return history;
  }

  Groups groups() {
    return groups;
  }

  Rollouts rollouts() {
    return rollouts;
  }

  private static Event event(Map<String, Object> payload, Clock clock) {
    boolean failed = Integer.valueOf(0).equals(payload.get("success"));
    return Event.by(clock.instant(), "rollout." + payload.get("eventType"), "rollouts")
        .ended(failed ? Event.Outcome.FAILED : Event.Outcome.DONE)
        .carrying(new Event.Message(RolloutEvents.TOPIC, payload));
  }

  /** Whether a group is to run the job, wherever it is deployed now. */
  private static boolean isJobOfGroup(LiveView live, JobId job) {
    return live.view().groups().stream()
        .map(GroupView::config)
        .anyMatch(config -> config != null && job.equals(config.value().jobId()));
  }
}
