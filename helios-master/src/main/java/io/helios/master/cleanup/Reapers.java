package io.helios.master.cleanup;

import io.helios.coordination.presence.Leadership;
import io.helios.coordination.thread.OwnThread;
import io.helios.coordination.tree.Subscription;
import io.helios.coordination.tree.TreeUnavailable;
import io.helios.master.cleanup.CleanupPlanner.HostFacts;
import io.helios.master.cleanup.CleanupPlanner.Later;
import io.helios.master.cleanup.CleanupPlanner.Reap;
import io.helios.master.cleanup.CleanupPlanner.Verdict;
import io.helios.master.event.Event;
import io.helios.master.event.Events;
import io.helios.master.view.ClusterView;
import io.helios.master.view.HostView;
import io.helios.master.view.JobView;
import io.helios.master.view.LiveView;
import io.helios.master.view.ViewChange;
import io.helios.master.view.ViewListener;
import io.helios.model.host.AgentInfo;
import io.helios.model.host.HostName;
import io.helios.model.job.Job;
import io.helios.model.job.JobId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at things when they are due and has removed what has to go, while this master leads. One
 * thing after the other on a thread of its own; one that fails is looked at again later and keeps
 * nothing from the others.
 */
public final class Reapers implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Reapers.class);

  /** Between two removals of hosts, old jobs or histories: time for a mistake to be noticed. */
  private static final Duration PACE = Duration.ofSeconds(5);

  private static final Duration RETRY = Duration.ofMinutes(1);
  private static final Duration SWEEP_FIRST = Duration.ofMinutes(1);
  private static final Duration SWEEP_EVERY = Duration.ofHours(24);
  private static final long CLOSE_MILLIS = 3_000;
  private static final int HOSTS_AT_ONCE = 50;

  /** Looks at its clock at least so often: somebody may set it. */
  private static final Duration LONGEST_SLEEP = Duration.ofMinutes(1);

  private final LiveView live;
  private final Leadership leadership;
  private final Deeds deeds;
  private final DownSince downSince;
  private final JobsInUse inUse;
  private final CleanupRules rules;
  private final Events events;
  private final Clock clock;
  private final Duration pace;
  private final OwnThread thread = new OwnThread("reapers");
  private final List<Subscription> subscriptions = new ArrayList<>();

  // Owned by the thread.
  private final Agenda agenda = new Agenda();
  private boolean complete;
  private boolean working;
  private Instant notBefore = Instant.MIN;
  private @Nullable Instant armed;

  Reapers(
      LiveView live,
      Leadership leadership,
      Deeds deeds,
      DownSince downSince,
      JobsInUse inUse,
      CleanupRules rules,
      Events events,
      Clock clock,
      Duration pace) {
    this.live = live;
    this.leadership = leadership;
    this.deeds = deeds;
    this.downSince = downSince;
    this.inUse = inUse;
    this.rules = rules;
    this.events = events;
    this.clock = clock;
    this.pace = pace;
  }

  /**
   * Reapers that do not work before {@link #start}.
   *
   * @param inUse jobs that must stay although they are deployed nowhere
   */
  public static Reapers of(
      ClusterDeeds deeds,
      LiveView live,
      Leadership leadership,
      JobsInUse inUse,
      CleanupRules rules,
      Events events,
      Clock clock) {
    return new Reapers(
        live, leadership, deeds, deeds.downSince(), inUse, rules, events, clock, PACE);
  }

  /** Once. */
  public void start() {
    subscriptions.add(leadership.onChange(() -> thread.execute(this::begin)));
    subscriptions.add(live.subscribe(new Hints()));
  }

  @Override
  public void close() {
    subscriptions.forEach(Subscription::close);
    thread.execute(agenda::clear);
    thread.close();
    try {
      if (!thread.awaitEnd(CLOSE_MILLIS)) {
        log.debug("still at something; it can be interrupted at any point");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private final class Hints implements ViewListener {
    @Override
    public void changed(ViewChange change) {
      if (leadership.isLeading() && !(change.jobs().isEmpty() && change.hosts().isEmpty())) {
        thread.execute(() -> note(change));
      }
    }

    @Override
    public void live(long revision) {
      thread.execute(
          () -> {
            complete = true;
            begin();
          });
    }

    @Override
    public void stale() {
      thread.execute(() -> complete = false);
    }
  }

  private boolean mayWork() {
    return complete && leadership.isLeading();
  }

  /** Looks at everything once, when this master has become the one to do so. */
  private void begin() {
    if (!mayWork()) {
      working = false;
      agenda.clear();
      return;
    }
    if (working) {
      return;
    }
    try {
      downSince.load();
    } catch (TreeUnavailable e) {
      log.debug("beginning later", e);
      thread.executeAfter(RETRY.toMillis(), this::begin);
      return;
    }
    working = true;
    Instant now = clock.instant();
    live.view().jobs().forEach(job -> note(job.id(), now));
    live.view().registeredHosts().forEach(host -> agenda.put(new Item.Silent(host.name()), now));
    downSince.all().keySet().forEach(host -> agenda.put(new Item.Silent(host), now));
    if (rules.jobRetention().isPresent() || rules.orphanHistory()) {
      agenda.put(new Item.Sweep(), now.plus(SWEEP_FIRST));
    }
    turn();
  }

  private void note(ViewChange change) {
    if (working) {
      Instant now = clock.instant();
      change.jobs().forEach(job -> note(job, now));
      change.hosts().forEach(host -> agenda.put(new Item.Silent(host), now));
      turn();
    }
  }

  private void note(JobId id, Instant now) {
    Job job = view().job(id).map(JobView::job).orElse(null);
    Item item = new Item.Expiring(id);
    if (job == null) {
      agenda.remove(item);
    } else if (CleanupPlanner.expiry(job, now) instanceof Later later) {
      agenda.put(item, later.at());
    } else if (job.expires() != null) {
      agenda.put(item, now);
    }
  }

  /** Looks at what is due, one thing, and comes back for the next. */
  private void turn() {
    if (!mayWork()) {
      working = false;
      agenda.clear();
      return;
    }
    Instant now = clock.instant();
    Optional<Item> due = agenda.takeDue(now);
    if (due.isPresent()) {
      look(due.get(), now);
      thread.execute(this::turn);
    } else {
      arm(now);
    }
  }

  private void arm(Instant now) {
    Optional<Instant> next = agenda.next();
    Instant earlier = armed;
    if (next.isEmpty() || (earlier != null && !next.get().isBefore(earlier))) {
      return;
    }
    Duration sleep = Duration.between(now, next.get());
    if (sleep.compareTo(LONGEST_SLEEP) > 0) {
      sleep = LONGEST_SLEEP;
    }
    Instant at = now.plus(sleep);
    armed = at;
    // One more, for the timer counts whole milliseconds and must not ring before its time.
    thread.executeAfter(
        sleep.toMillis() + 1,
        () -> {
          if (at.equals(armed)) {
            armed = null;
          }
          turn();
        });
  }

  private void look(Item item, Instant now) {
    try {
      item.on(new Look(item, now));
    } catch (RuntimeException e) {
      log.warn("{} is tried again later: {}", item, e.getMessage());
      agenda.put(item, now.plus(RETRY));
    }
  }

  private ClusterView view() {
    return live.view();
  }

  /** Looks at one item. */
  private final class Look implements Item.Cases<Boolean> {
    private final Item item;
    private final Instant now;

    Look(Item item, Instant now) {
      this.item = item;
      this.now = now;
    }

    @Override
    public Boolean expiring(JobId id) {
      Job job = view().job(id).map(JobView::job).orElse(null);
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
      HostView host = view().registeredHost(name).orElse(null);
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
      Job job = view().job(id).map(JobView::job).orElse(null);
      if (job == null || rules.jobRetention().isEmpty()) {
        return true;
      }
      boolean needed = !view().hostsOf(id).isEmpty() || inUse.contains(id);
      Optional<Instant> newest = needed ? Optional.empty() : deeds.newestEvent(id);
      Verdict verdict = CleanupPlanner.unused(job, needed, newest, rules.jobRetention().get(), now);
      // One that is not yet due is found again by the next sweep.
      return !(verdict instanceof Reap reap)
          || paced(() -> told("old-job", Map.of("job", id.toString()), reap, deeds.remove(job)));
    }

    @Override
    public Boolean orphan(JobId id) {
      if (view().jobsCalled(id.nameAndVersion()).contains(id)) {
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
        view().jobs().forEach(job -> agenda.put(new Item.Unused(job.id()), now));
      }
      if (rules.orphanHistory()) {
        deeds.jobsWithHistory().stream()
            .filter(job -> !view().jobsCalled(job.nameAndVersion()).contains(job))
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
