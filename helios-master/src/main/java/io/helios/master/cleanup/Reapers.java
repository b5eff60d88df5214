package io.helios.master.cleanup;

import io.helios.coordination.presence.Leadership;
import io.helios.coordination.thread.OwnThread;
import io.helios.coordination.tree.Subscription;
import io.helios.coordination.tree.TreeUnavailable;
import io.helios.master.cleanup.CleanupPlanner.Later;
import io.helios.master.event.Events;
import io.helios.master.view.JobView;
import io.helios.master.view.LiveView;
import io.helios.master.view.ViewChange;
import io.helios.master.view.ViewListener;
import io.helios.model.job.Job;
import io.helios.model.job.JobId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
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
  private static final long CLOSE_MILLIS = 3_000;

  /** Looks at its clock at least so often: somebody may set it. */
  private static final Duration LONGEST_SLEEP = Duration.ofMinutes(1);

  private final LiveView live;
  private final Leadership leadership;
  private final DownSince downSince;
  private final CleanupRules rules;
  private final Clock clock;
  private final OwnThread thread = new OwnThread("reapers");
  private final List<Subscription> subscriptions = new ArrayList<>();

  // Owned by the thread.
  private final Agenda agenda = new Agenda();
  private final Inspector inspector;
  private boolean complete;
  private boolean working;
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
    this.downSince = downSince;
    this.rules = rules;
    this.clock = clock;
    this.inspector =
        new Inspector(live.view(), deeds, downSince, inUse, rules, events, agenda, pace);
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
    Job job = live.view().job(id).map(JobView::job).orElse(null);
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
      inspector.look(item, now);
    } catch (RuntimeException e) {
      log.warn("{} is tried again later: {}", item, e.getMessage());
      agenda.put(item, now.plus(RETRY));
    }
  }
}
