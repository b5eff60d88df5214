package io.helios.master.cleanup;

import io.helios.master.cleanup.CleanupPlanner.HostFacts;
import io.helios.master.cleanup.CleanupPlanner.Later;
import io.helios.master.cleanup.CleanupPlanner.Reap;
import io.helios.master.cleanup.CleanupPlanner.Verdict;
import io.helios.master.event.Event;
import io.helios.master.event.Events;
import io.helios.master.view.ClusterView;
import io.helios.master.view.HostView;
import io.helios.master.view.JobView;
import io.helios.model.host.AgentInfo;
import io.helios.model.host.HostName;
import io.helios.model.job.Job;
import io.helios.model.job.JobId;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at one thing: asks the planner whether it has to go, has it removed if so, else puts it on
 * the agenda for later. Only for the thread of its {@link Reapers}.
 */
final class Inspector {
  private static final Logger log = LoggerFactory.getLogger(Inspector.class);
  private static final Duration SWEEP_EVERY = Duration.ofHours(24);
  private static final int HOSTS_AT_ONCE = 50;

  private final ClusterView view;
  private final Deeds deeds;
  private final DownSince downSince;
  private final JobsInUse inUse;
  private final CleanupRules rules;
  private final Events events;
  private final Agenda agenda;
  private final Duration pace;
  private Instant notBefore = Instant.MIN;

  /**
   * An inspector of that view.
   *
   * @param inUse jobs that must stay although they are deployed nowhere
   * @param pace between two removals of hosts, old jobs or histories
   */
  Inspector(
      ClusterView view,
      Deeds deeds,
      DownSince downSince,
      JobsInUse inUse,
      CleanupRules rules,
      Events events,
      Agenda agenda,
      Duration pace) {
    this.view = view;
    this.deeds = deeds;
    this.downSince = downSince;
    this.inUse = inUse;
    this.rules = rules;
    this.events = events;
    this.agenda = agenda;
    this.pace = pace;
  }

  /** Whatever the tree refuses is thrown; the item is then to be looked at again. */
  void look(Item item, Instant now) {
    item.on(new Look(item, now));
  }

  /** One look at one item. */
  private final class Look implements Item.Cases<Boolean> {
    private final Item item;
    private final Instant now;

    Look(Item item, Instant now) {
      this.item = item;
      this.now = now;
    }

    @Override
    public Boolean expiring(JobId id) {
      Job job = view.job(id).map(JobView::job).orElse(null);
      if (job == null) {
        return true;
      }
      Verdict verdict = CleanupPlanner.expiry(job, now);
      if (verdict instanceof Reap reap) {
        boolean gone = attempt(Map.of("job", id.toString()), "expired-job", reap.reason(), job);
        if (!gone) {
          agenda.put(item, now);
        }
        return gone;
      }
      return wait(verdict);
    }

    private boolean attempt(Map<String, String> about, String kind, String reason, Job job) {
      try {
        boolean gone = deeds.removeExpired(job, HOSTS_AT_ONCE);
        if (gone) {
          tell(kind, about, Optional.empty(), reason);
        }
        return gone;
      } catch (RuntimeException e) {
        tell(kind, about, Optional.of(String.valueOf(e.getMessage())), reason);
        throw e;
      }
    }

    @Override
    public Boolean silent(HostName name) {
      if (rules.agentTimeout().isEmpty()) {
        return true;
      }
      HostView host = view.registeredHost(name).orElse(null);
      if (host == null || host.up()) {
        downSince.forget(name);
        return true;
      }
      Instant lastSaid = lastSaid(host);
      if (lastSaid != null) {
        downSince.down(name, now);
      }
      HostFacts facts = new HostFacts(false, lastSaid, downSince.of(name).orElse(null));
      Verdict verdict = CleanupPlanner.deadHost(facts, rules.agentTimeout().get(), now);
      return verdict instanceof Reap reap
          ? paced(
              () -> told("dead-agent", Map.of("host", name.value()), reap, deeds.removeHost(name)))
          : wait(verdict);
    }

    @Override
    public Boolean unused(JobId id) {
      Job job = view.job(id).map(JobView::job).orElse(null);
      if (job == null || rules.jobRetention().isEmpty()) {
        return true;
      }
      boolean needed = !view.hostsOf(id).isEmpty() || inUse.contains(id);
      Optional<Instant> newest = needed ? Optional.empty() : deeds.newestEvent(id);
      Verdict verdict = CleanupPlanner.unused(job, needed, newest, rules.jobRetention().get(), now);
      // One that is not yet due is found again by the next sweep.
      return !(verdict instanceof Reap reap)
          || paced(() -> told("old-job", Map.of("job", id.toString()), reap, deeds.remove(job)));
    }

    @Override
    public Boolean orphan(JobId id) {
      if (view.jobsCalled(id.nameAndVersion()).contains(id)) {
        return true;
      }
      return paced(
          () -> {
            deeds.removeHistory(id);
            Reap reap = new Reap("its job is gone");
            told("orphan-history", Map.of("job", id.toString()), reap, Optional.empty());
          });
    }

    @Override
    public Boolean sweep() {
      agenda.put(item, now.plus(SWEEP_EVERY));
      if (rules.jobRetention().isPresent()) {
        view.jobs().forEach(job -> agenda.put(new Item.Unused(job.id()), now));
      }
      if (rules.orphanHistory()) {
        deeds.jobsWithHistory().stream()
            .filter(job -> !view.jobsCalled(job.nameAndVersion()).contains(job))
            .forEach(job -> agenda.put(new Item.Orphan(job), now));
      }
      return true;
    }

    private boolean wait(Verdict verdict) {
      if (verdict instanceof Later later) {
        agenda.put(item, later.at());
      }
      return true;
    }

    /** Does it, unless something was done just before: then later. */
    private boolean paced(Runnable deed) {
      if (now.isBefore(notBefore)) {
        agenda.put(item, notBefore);
        return false;
      }
      notBefore = now.plus(pace);
      deed.run();
      return true;
    }

    private void told(String kind, Map<String, String> about, Reap why, Optional<String> refusal) {
      tell(kind, about, refusal, why.reason());
    }

    private void tell(
        String kind, Map<String, String> about, Optional<String> failure, String reason) {
      log.info("reaper {}: {} {}, {}", kind, about, failure.orElse("removed"), reason);
      events.publish(
          Event.by(now, "cleanup." + kind, "reaper")
              .about(about)
              .ended(failure.isEmpty() ? Event.Outcome.DONE : Event.Outcome.FAILED)
              .because(failure.map(it -> it + "; " + reason).orElse(reason)));
    }
  }

  private static @Nullable Instant lastSaid(HostView host) {
    if (host.report() == null) {
      return null;
    }
    AgentInfo agent = host.report().agent();
    return Instant.ofEpochMilli(agent.startTime() + agent.uptime());
  }
}
