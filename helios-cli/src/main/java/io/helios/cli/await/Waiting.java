package io.helios.cli.await;

import io.helios.cli.frame.CliError;
import io.helios.cli.frame.Invocation;
import io.helios.model.host.HostStatus;
import io.helios.model.job.JobId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Looks at hosts until each has done what is awaited, or the time is up. */
public final class Waiting {
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);

  private final Invocation invocation;
  private final JobId job;
  private final Awaited awaited;
  private final Duration limit;
  private final Map<String, Course> courses = new LinkedHashMap<>();
  private final Map<String, String> said = new LinkedHashMap<>();
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
    Clock clock = invocation.setting().clock();
    Instant deadline = clock.instant().plus(limit);
    List<String> pending = new ArrayList<>(hosts);
    while (true) {
      Map<String, HostStatus> statuses = invocation.get(invocation.client().hostStatuses(pending));
      Instant now = clock.instant();
      boolean late = !now.isBefore(deadline);
      pending.removeIf(
          host ->
              hasEnded(
                  host, HostFacts.of(Optional.ofNullable(statuses.get(host)), job), now, late));
      if (pending.isEmpty()) {
        return ended;
      }
      pause();
    }
  }

  private boolean hasEnded(String host, HostFacts facts, Instant now, boolean late) {
    Course course = courses.getOrDefault(host, Course.START).seeing(facts, now);
    courses.put(host, course);
    Judgement judgement = Judge.judge(awaited, facts, course, now);
    if (judgement.verdict() == Judgement.Verdict.PENDING && late) {
      judgement =
          Judgement.failed(
              "not " + awaited + " after " + limit.toSeconds() + " s; last: " + judgement.words());
    }
    if (judgement.verdict() == Judgement.Verdict.FAILED) {
      invocation.complain(host + ": failed: " + judgement.words());
    } else if (!judgement.words().equals(said.put(host, judgement.words()))) {
      invocation.say(host + ": " + judgement.words());
    }
    if (judgement.verdict() == Judgement.Verdict.PENDING) {
      return false;
    }
    ended.put(host, judgement);
    return true;
  }

  private void pause() {
    try {
      invocation.setting().pause().of(BETWEEN_LOOKS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CliError("interrupted while waiting", e);
    }
  }
}
