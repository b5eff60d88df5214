package io.helios.cli.group;

import io.helios.cli.frame.Invocation;
import io.helios.model.group.HostOutcome;
import io.helios.model.group.Rollout;
import io.helios.model.group.RolloutState;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/** What is said when nothing more is to be seen of a rollout. */
public final class Ending {
  private Ending() {}

  /**
   * Whether what was asked for has come true, and how that is told to programs.
   *
   * @param status DONE, FAILED, TIMEOUT or AWAITING_PROMOTION
   */
  public record Verdict(boolean good, String status, Map<String, Object> json) {}

  /** Says it. */
  public static Verdict tell(Invocation invocation, Following.Seen seen, Duration took) {
    Rollout rollout = seen.rollout();
    Map<String, Object> json = new TreeMap<>();
    json.put("rolloutId", rollout.id());
    json.put("rolloutState", rollout.state());
    String status = status(seen);
    json.put("status", status);
    invocation.say("");
    switch (status) {
      case "DONE" -> {
        invocation.say("Done.");
        waiting(invocation, rollout);
        advice(invocation, rollout);
      }
      case "AWAITING_PROMOTION" -> {
        invocation.say(
            "Canaries done. The others wait for: helios rollout promote " + rollout.id());
        invocation.say("To take it back: helios rollback " + rollout.group());
      }
      case "TIMEOUT" -> {
        invocation.complain("Timed out! (rolling-update still in progress)");
        invocation.advise("See: helios rollout status " + rollout.id());
      }
      default -> {
        String error = error(rollout);
        json.put("error", error);
        invocation.complain("Failed: " + error);
        advice(invocation, rollout);
      }
    }
    invocation.say(duration(took));
    boolean good = status.equals("DONE") || status.equals("AWAITING_PROMOTION");
    return new Verdict(good, status, json);
  }

  /** As the predecessor writes it. */
  public static String duration(Duration took) {
    return String.format(Locale.ROOT, "Duration: %.2f s", took.toMillis() / 1000.0);
  }

  private static String status(Following.Seen seen) {
    if (seen.timedOut()) {
      return "TIMEOUT";
    }
    return switch (seen.rollout().state()) {
      case SUCCEEDED -> "DONE";
      case AWAITING_PROMOTION -> "AWAITING_PROMOTION";
      case ROLLING_OUT, PAUSED, ROLLING_BACK, FAILED, ROLLED_BACK, STOPPED -> "FAILED";
    };
  }

  private static String error(Rollout rollout) {
    return rollout.state() == RolloutState.STOPPED
        ? Objects.requireNonNullElse(rollout.error(), "Stopped by user")
        : Objects.requireNonNullElse(rollout.error(), "no reason was given");
  }

  private static void waiting(Invocation invocation, Rollout rollout) {
    List<String> down = hosts(rollout, HostOutcome.State.WAITING);
    if (!down.isEmpty()) {
      invocation.say("Caught up when they return: " + String.join(", ", down));
    }
    List<String> cordoned =
        rollout.hosts().stream().filter(HostOutcome::isCordoned).map(HostOutcome::host).toList();
    if (!cordoned.isEmpty()) {
      invocation.say("Caught up when they are uncordoned: " + String.join(", ", cordoned));
    }
  }

  private static void advice(Invocation invocation, Rollout rollout) {
    if (rollout.state() == RolloutState.ROLLED_BACK) {
      invocation.complain(
          "Rolled back"
              + Optional.ofNullable(rollout.fromJob())
                  .map(job -> " to " + job.toShortString())
                  .orElse(""));
    } else if (!hosts(rollout, HostOutcome.State.FAILED).isEmpty()) {
      invocation.advise(
          "Once more on the hosts that failed: helios rollout retry "
              + rollout.id()
              + "; on all: helios rolling-update "
              + rollout.jobId().nameAndVersion()
              + " "
              + rollout.group()
              + (rollout.fromJob() == null ? "" : "; back: helios rollback " + rollout.group()));
    }
  }

  private static List<String> hosts(Rollout rollout, HostOutcome.State state) {
    return rollout.hosts().stream()
        .filter(host -> host.state() == state)
        .map(HostOutcome::host)
        .toList();
  }
}
