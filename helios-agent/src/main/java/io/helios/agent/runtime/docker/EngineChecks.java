package io.helios.agent.runtime.docker;

import com.github.dockerjava.api.command.HealthState;
import com.github.dockerjava.api.command.HealthStateLog;
import com.github.dockerjava.api.command.InspectImageResponse;
import com.github.dockerjava.api.model.ContainerConfig;
import com.github.dockerjava.api.model.HealthCheck;
import io.helios.agent.runtime.EngineHealth;
import io.helios.agent.runtime.EngineHealth.Status;
import io.helios.model.job.Liveness;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The checks that the engine itself runs: an image's HEALTHCHECK. */
final class EngineChecks {
  private static final int LONGEST_REASON = 200;

  private EngineChecks() {}

  /** Whether the image brings a check, and has not switched off that of the one below. */
  static boolean has(InspectImageResponse image) {
    ContainerConfig config = image.getConfig();
    HealthCheck check = config == null ? null : config.getHealthcheck();
    List<String> test = check == null ? null : check.getTest();
    return test != null && !test.isEmpty() && !test.get(0).equals("NONE");
  }

  /** What a job says of the pace; the engine takes the rest, and what to run, from the image. */
  static HealthCheck paced(Liveness liveness) {
    HealthCheck check = new HealthCheck();
    if (liveness.interval() != null) {
      check.withInterval(nanos(liveness.interval()));
    }
    if (liveness.timeout() != null) {
      check.withTimeout(nanos(liveness.timeout()));
    }
    if (liveness.retries() != null) {
      check.withRetries(liveness.retries());
    }
    if (liveness.startPeriod() != null) {
      check.withStartPeriod(nanos(liveness.startPeriod()));
    }
    return check;
  }

  private static long nanos(int seconds) {
    return Duration.ofSeconds(seconds).toNanos();
  }

  /** From an inspection; null when the engine checks nothing. */
  static @Nullable EngineHealth health(@Nullable HealthState health) {
    String word = health == null || health.getStatus() == null ? "" : health.getStatus();
    return switch (word) {
      case "starting" -> new EngineHealth(Status.STARTING, said(health));
      case "healthy" -> new EngineHealth(Status.HEALTHY, "");
      case "unhealthy" -> new EngineHealth(Status.UNHEALTHY, said(health));
      default -> null;
    };
  }

  /** From a listing's words, as in {@code Up 5 minutes (health: starting)}. */
  static @Nullable EngineHealth health(@Nullable String listed) {
    String words = listed == null ? "" : listed;
    if (words.endsWith("(health: starting)")) {
      return new EngineHealth(Status.STARTING, "");
    }
    if (words.endsWith("(healthy)")) {
      return new EngineHealth(Status.HEALTHY, "");
    }
    return words.endsWith("(unhealthy)") ? new EngineHealth(Status.UNHEALTHY, "") : null;
  }

  private static String said(@Nullable HealthState health) {
    List<HealthStateLog> log = health == null ? null : health.getLog();
    if (log == null || log.isEmpty()) {
      return "";
    }
    HealthStateLog last = log.get(log.size() - 1);
    Long code = last.getExitCodeLong();
    if (code == null || code == 0) {
      return "";
    }
    String output = last.getOutput() == null ? "" : last.getOutput().strip();
    String shown =
        output.length() <= LONGEST_REASON ? output : output.substring(0, LONGEST_REASON) + "...";
    String what = "the image's HEALTHCHECK ended with exit code " + code;
    return shown.isEmpty() ? what : what + ": " + shown;
  }
}
