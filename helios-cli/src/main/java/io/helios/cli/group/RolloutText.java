package io.helios.cli.group;

import io.helios.cli.text.Spans;
import io.helios.model.group.HostOutcome;
import io.helios.model.group.ResolvedOptions;
import io.helios.model.group.Rollout;
import io.helios.model.group.RolloutCounts;
import io.helios.model.group.RolloutSummary;
import io.helios.model.job.JobId;
import io.helios.model.job.RolloutOptions;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Rollouts and their options in words. */
public final class RolloutText {
  private static final int BAR = 20;
  private static final int WIDTH = 100;

  private RolloutText() {}

  /** The options in force, for example {@code parallelism=1, timeout=300, ...}. */
  public static String options(ResolvedOptions options) {
    RolloutOptions wire = options.toWire();
    StringBuilder text =
        new StringBuilder(
            "parallelism=%s, timeout=%s, overlap=%s, token=%s, ignoreFailures=%s, migrate=%s"
                .formatted(
                    wire.parallelism(),
                    wire.timeout(),
                    wire.overlap(),
                    options.token().isEmpty() ? "" : "***",
                    wire.ignoreFailures(),
                    wire.migrate()));
    more(text, "minHealthy", wire.minHealthy());
    more(text, "maxFailures", wire.maxFailures());
    more(text, "rollbackOnFailure", wire.rollbackOnFailure());
    more(text, "canary", wire.canary());
    more(text, "autoPromote", wire.autoPromote());
    more(text, "soak", wire.soak());
    more(text, "order", wire.order());
    return text.toString();
  }

  private static void more(StringBuilder text, String name, @Nullable Object value) {
    if (value != null) {
      text.append(", ").append(name).append('=').append(value);
    }
  }

  /** For example {@code 3 of 10 done, 1 moving, 6 to do}; what is zero is left out. */
  public static String counts(RolloutCounts counts) {
    List<String> parts = new ArrayList<>();
    parts.add(counts.done() + " of " + counts.total() + " done");
    part(parts, counts.moving(), "moving");
    part(parts, counts.failed(), "failed");
    part(parts, counts.waiting(), "waiting");
    part(parts, counts.todo(), "to do");
    part(parts, counts.skipped(), "skipped");
    return String.join(", ", parts);
  }

  private static void part(List<String> parts, int number, String what) {
    if (number > 0) {
      parts.add(number + " " + what);
    }
  }

  /** One line that fits into a terminal, for example {@code [####....] 3 of 10 done, 7 to do}. */
  public static String bar(Rollout rollout, Instant now) {
    RolloutCounts counts = RolloutCounts.of(rollout.hosts());
    int settled = counts.done() + counts.failed() + counts.waiting() + counts.skipped();
    int filled = counts.total() == 0 ? BAR : (int) ((long) BAR * settled / counts.total());
    String line =
        "[%s%s] %s%s%s"
            .formatted(
                "#".repeat(filled),
                ".".repeat(BAR - filled),
                counts(counts),
                TimeLeft.of(rollout, now).map(left -> ", " + left(left)).orElse(""),
                waiting(rollout));
    return line.length() > WIDTH ? line.substring(0, WIDTH - 3) + "..." : line;
  }

  /** That it moves hosts, the numbers say already. */
  private static String waiting(Rollout rollout) {
    return switch (rollout.state()) {
      case PAUSED, AWAITING_PROMOTION -> rollout.detail() == null ? "" : "; " + rollout.detail();
      case ROLLING_OUT, ROLLING_BACK, SUCCEEDED, FAILED, ROLLED_BACK, STOPPED -> "";
    };
  }

  /** For example {@code about 2 min left}. */
  public static String left(Duration left) {
    long seconds = left.toSeconds();
    return seconds < 90
        ? "about " + Math.max(1, seconds) + " s left"
        : "about " + (seconds + 30) / 60 + " min left";
  }

  /** From one job to another, where there is another. */
  public static String jobs(@Nullable JobId from, JobId to) {
    return from == null || from.equals(to)
        ? to.toShortString()
        : from.toShortString() + " -> " + to.toShortString();
  }

  /** How long a host took, and how long nothing ran there. */
  public static String times(HostOutcome host) {
    String took =
        host.durationMillis() == null
            ? ""
            : Spans.seconds(Duration.ofMillis(host.durationMillis()));
    return host.gapMillis() == null
        ? took
        : (took + " (gap " + Spans.seconds(Duration.ofMillis(host.gapMillis())) + ")").strip();
  }

  /** How long it took, or has taken so far. */
  public static String took(RolloutSummary rollout, Instant now) {
    Long ended = rollout.ended();
    long end = ended == null ? now.toEpochMilli() : ended;
    return Spans.seconds(Duration.ofMillis(Math.max(0, end - rollout.created())));
  }

  public static String time(long epochMillis, ZoneId zone) {
    return DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss")
        .withZone(zone)
        .format(Instant.ofEpochMilli(epochMillis));
  }

  /** What a rollout is and how it stands, a line each; hosts and events are left out. */
  public static List<String> lines(Rollout rollout, ZoneId zone, Instant now) {
    List<String> lines = new ArrayList<>();
    lines.add("Rollout: " + rollout.id());
    lines.add("Group: " + rollout.group());
    lines.add("Job: " + jobs(rollout.fromJob(), rollout.jobId()));
    lines.add(
        "State: "
            + rollout.state()
            + Optional.ofNullable(rollout.detail()).map(what -> " (" + what + ")").orElse(""));
    if (rollout.error() != null) {
      lines.add("Error: " + rollout.error());
    }
    lines.add(
        "Started by: "
            + (rollout.user() == null ? "" : rollout.user() + ", ")
            + rollout.reason()
            + ", "
            + time(rollout.created(), zone));
    if (rollout.rollbackOf() != null) {
      lines.add("Takes back: " + rollout.rollbackOf());
    }
    lines.add("Options: " + options(ResolvedOptions.resolve(rollout.options(), null)));
    String left = TimeLeft.of(rollout, now).map(time -> ", " + left(time)).orElse("");
    lines.add("Hosts: " + counts(RolloutCounts.of(rollout.hosts())) + left);
    lines.add("Took: " + took(rollout.summary(), now));
    return lines;
  }
}
