package io.helios.cli.group;

import io.helios.cli.frame.CliError;
import io.helios.cli.frame.Invocation;
import io.helios.cli.text.HostText;
import io.helios.model.group.HostOutcome;
import io.helios.model.group.Rollout;
import io.helios.model.group.RolloutCounts;
import io.helios.model.group.RolloutState;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Looks at a rollout until it ends: a line for each host whose outcome is known, and on a terminal
 * a bar below them.
 */
public final class Following {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);
  private static final Set<HostOutcome.State> TOLD =
      EnumSet.of(HostOutcome.State.DONE, HostOutcome.State.FAILED, HostOutcome.State.WAITING);

  /** After which silence somebody would wonder. */
  private static final Duration SILENCE = Duration.ofSeconds(30);

  private static final String CLEAR_LINE = "\r\033[K";

  private final Invocation invocation;
  private final Set<String> told = new HashSet<>();
  private final boolean bar;
  private @Nullable RolloutState last;
  private int known;
  private Instant lastNews;

  public Following(Invocation invocation) {
    this.invocation = invocation;
    this.lastNews = invocation.setting().clock().instant();
    this.bar = invocation.setting().terminal() && !invocation.json();
  }

  /**
   * How it stood at the last look.
   *
   * @param timedOut whether only the looking ended
   */
  public record Seen(Rollout rollout, boolean timedOut) {}

  /**
   * Ends when the rollout does, when it waits to be promoted by hand, or when the time is up.
   *
   * @param limit how long to look
   * @throws CliError when the rollout vanishes, with its group
   */
  public Seen until(String id, Duration limit) {
    Instant deadline = invocation.setting().clock().instant().plus(limit);
    Duration pause = FIRST_PAUSE;
    while (true) {
      Rollout rollout = look(id);
      Instant now = invocation.setting().clock().instant();
      boolean late = !now.isBefore(deadline);
      boolean over = isOver(rollout);
      clear();
      tell(rollout);
      if (over || late) {
        return new Seen(rollout, !over);
      }
      draw(rollout, now);
      breakSilence(rollout, now);
      pause(pause);
      pause = min(pause.multipliedBy(2), LONGEST_PAUSE);
    }
  }

  /** Whether looking on would change nothing unless somebody acts. */
  public static boolean isOver(Rollout rollout) {
    boolean byItself = Boolean.TRUE.equals(rollout.options().autoPromote());
    return rollout.state().ended()
        || (rollout.state() == RolloutState.AWAITING_PROMOTION && !byItself);
  }

  private Rollout look(String id) {
    Optional<Rollout> rollout = invocation.get(invocation.client().rollouts().get(id));
    return rollout.orElseThrow(
        () -> {
          clear();
          return new CliError("The rollout " + id + " is gone; was its group removed?");
        });
  }

  private void tell(Rollout rollout) {
    long total =
        rollout.hosts().stream().filter(host -> host.state() != HostOutcome.State.SKIPPED).count();
    long done = told.stream().filter(each -> each.startsWith(HostOutcome.State.DONE + " ")).count();
    for (HostOutcome host : rollout.hosts()) {
      if ((TOLD.contains(host.state()) || host.isCordoned())
          && told.add(host.state() + " " + host.host())) {
        done += host.state() == HostOutcome.State.DONE ? 1 : 0;
        invocation.say(line(host, done, total));
      }
    }
    if (last != rollout.state() && !rollout.state().ended()) {
      notice(rollout);
    }
    last = rollout.state();
  }

  private String line(HostOutcome host, long done, long total) {
    String name = HostText.text(host.host(), invocation.setting().searchDomains(), false);
    String why = host.reason() == null ? "" : ": " + host.reason();
    return switch (host.state()) {
      case DONE ->
          "%s -> %s (%d/%d)"
              .formatted(
                  name,
                  // With a code it is done in another way than by running the job.
                  host.code() != null && host.reason() != null ? host.reason() : "RUNNING",
                  done,
                  total);
      case FAILED -> name + " -> FAILED" + why;
      case WAITING -> name + " -> waiting" + why;
      case SKIPPED -> name + " -> skipped" + why;
      case TODO, MOVING, VERIFYING -> name + " -> " + host.state() + why;
    };
  }

  private void notice(Rollout rollout) {
    switch (rollout.state()) {
      case PAUSED ->
          invocation.say("Paused; it goes on with: helios rollout resume " + rollout.id());
      case ROLLING_BACK ->
          invocation.say(
              "Rolling back"
                  + Optional.ofNullable(rollout.fromJob())
                      .map(job -> " to " + job.toShortString())
                      .orElse("")
                  + ": "
                  + Objects.requireNonNullElse(rollout.error(), "too many hosts failed"));
      case AWAITING_PROMOTION -> {
        if (!isOver(rollout)) {
          invocation.say("The canaries run; promoted by itself if they stay healthy");
        }
      }
      case ROLLING_OUT -> {
        if (last != null) {
          invocation.say("Going on");
        }
      }
      case SUCCEEDED, FAILED, ROLLED_BACK, STOPPED -> {}
    }
  }

  private void draw(Rollout rollout, Instant now) {
    if (bar) {
      invocation.setting().out().print(RolloutText.bar(rollout, now));
      invocation.setting().out().flush();
    }
  }

  /** Where there is no bar to look at. */
  private void breakSilence(Rollout rollout, Instant now) {
    if (told.size() != known) {
      known = told.size();
      lastNews = now;
    } else if (!bar && !now.isBefore(lastNews.plus(SILENCE))) {
      lastNews = now;
      invocation.advise(
          RolloutText.counts(RolloutCounts.of(rollout.hosts()))
              + "; see: helios status -j "
              + rollout.jobId().nameAndVersion());
    }
  }

  private void clear() {
    if (bar) {
      invocation.setting().out().print(CLEAR_LINE);
    }
  }

  private void pause(Duration duration) {
    try {
      invocation.setting().pause().of(duration);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CliError("interrupted while waiting; the rollout goes on", e);
    }
  }

  private static Duration min(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }
}
