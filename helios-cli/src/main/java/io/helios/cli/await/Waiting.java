package io.helios.cli.await;

import io.helios.cli.frame.CliError;
import io.helios.cli.frame.Invocation;
import io.helios.cli.text.Spans;
import io.helios.model.job.JobId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Looks at hosts until each has done what is awaited, or the time is up. */
public final class Waiting {
  /** At first states pass quickly; what lasts needs no close look. */
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);

  private static final Duration LONGEST_PAUSE = Duration.ofMillis(500);

  /** Where a change ends the pause, only time itself needs another look. */
  private static final Duration PAUSE_WHEN_WOKEN = Duration.ofSeconds(1);

  private final Invocation invocation;
  private final JobId job;
  private final Awaited awaited;
  private final Duration limit;
  private final Map<String, Course> courses = new LinkedHashMap<>();
  private final Map<String, Judgement> said = new LinkedHashMap<>();
  private final Map<String, String> explained = new LinkedHashMap<>();
  private final Map<String, Judgement> ended = new LinkedHashMap<>();

  /**
   * @param limit after which what is still pending has failed
   */
  public Waiting(Invocation invocation, JobId job, Awaited awaited, Duration limit) {
    this.invocation = invocation;
    this.job = job;
    this.awaited = awaited;
    this.limit = limit;
  }

  /** Prints a line per change; returns the outcome on each host, none of them pending. */
  public Map<String, Judgement> on(List<String> hosts) {
    try (Sight sight = Streamed.orPolled(invocation, job, hosts)) {
      return on(hosts, sight);
    }
  }

  private Map<String, Judgement> on(List<String> hosts, Sight sight) {
    Clock clock = invocation.setting().clock();
    Instant start = clock.instant();
    Instant deadline = start.plus(limit);
    Duration pause = FIRST_PAUSE;
    List<String> pending = new ArrayList<>(hosts);
    while (true) {
      Map<String, HostFacts> facts = sight.look(pending);
      Instant now = clock.instant();
      boolean late = !now.isBefore(deadline);
      Duration elapsed = Duration.between(start, now);
      pending.removeIf(
          host -> {
            Judgement judgement = judge(host, Objects.requireNonNull(facts.get(host)), now, late);
            tell(host, judgement, elapsed);
            return judgement.verdict() != Judgement.Verdict.PENDING;
          });
      if (pending.isEmpty()) {
        summarize(hosts, elapsed);
        return ended;
      }
      pause(
          sight, min(sight.isWoken() ? PAUSE_WHEN_WOKEN : pause, Duration.between(now, deadline)));
      pause = min(pause.multipliedBy(3).dividedBy(2), LONGEST_PAUSE);
    }
  }

  private Judgement judge(String host, HostFacts facts, Instant now, boolean late) {
    Course course = courses.getOrDefault(host, Course.START).seeing(facts, now);
    courses.put(host, course);
    Judgement judgement = Judge.judge(awaited, facts, course, now);
    if (judgement.verdict() == Judgement.Verdict.PENDING && late) {
      return Judgement.failed(
          "not " + awaited + " after " + limit.toSeconds() + " s; last: " + judgement.words());
    }
    return judgement;
  }

  private void tell(String host, Judgement judgement, Duration elapsed) {
    if (judgement.verdict() == Judgement.Verdict.FAILED) {
      invocation.complain(host + ": failed: " + judgement.failure());
    } else {
      Judgement last = said.put(host, judgement);
      if (last == null || !last.words().equals(judgement.words())) {
        // A long error is not said again while it lasts.
        boolean isNew =
            !judgement.reason().isEmpty()
                && !judgement.reason().equals(explained.put(host, judgement.reason()));
        String reason = isNew ? ": " + judgement.reason() : "";
        invocation.say(
            host + ": " + judgement.state() + " (" + Spans.seconds(elapsed) + ")" + reason);
      }
    }
    if (judgement.verdict() != Judgement.Verdict.PENDING) {
      ended.put(host, judgement);
    }
  }

  private void summarize(List<String> hosts, Duration elapsed) {
    if (hosts.size() < 2) {
      return;
    }
    List<String> failed =
        hosts.stream()
            .filter(
                host ->
                    Objects.requireNonNull(ended.get(host)).verdict() == Judgement.Verdict.FAILED)
            .toList();
    String summary =
        "%s on %d of %d hosts after %s"
            .formatted(awaited, hosts.size() - failed.size(), hosts.size(), Spans.seconds(elapsed));
    if (failed.isEmpty()) {
      invocation.say(summary);
    } else {
      invocation.complain(summary + "; failed on " + String.join(", ", failed));
    }
  }

  private static Duration min(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }

  private static void pause(Sight sight, Duration duration) {
    try {
      sight.pause(duration);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CliError("interrupted while waiting", e);
    }
  }
}
