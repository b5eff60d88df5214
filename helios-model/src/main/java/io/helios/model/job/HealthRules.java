package io.helios.model.job;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Rules about health checks. */
final class HealthRules {
  private static final int HOUR = 3600;
  private static final int DAY = 24 * HOUR;
  private static final int MOST_RETRIES = 100;

  private HealthRules() {}

  static void check(Job job, Consumer<String> problems) {
    HealthCheck check = job.healthCheck();
    if (check == null) {
      return;
    }
    check.on(
        new HealthCheck.Cases<Boolean>() {
          @Override
          public Boolean http(HealthCheck.Http http) {
            return checkedPort(job, http.port(), problems);
          }

          @Override
          public Boolean tcp(HealthCheck.Tcp tcp) {
            return checkedPort(job, tcp.port(), problems);
          }

          @Override
          public Boolean exec(HealthCheck.Exec exec) {
            if (exec.command().isEmpty()) {
              problems.accept("A command must be defined for `docker exec`-based health checks.");
            }
            return !exec.command().isEmpty();
          }

          @Override
          public Boolean docker(HealthCheck.Docker docker) {
            return true;
          }
        });
    Liveness liveness = check.liveness();
    within("interval", liveness.interval(), 1, HOUR, problems);
    within("timeout", liveness.timeout(), 1, HOUR, problems);
    within("retries", liveness.retries(), 1, MOST_RETRIES, problems);
    within("startPeriod", liveness.startPeriod(), 0, DAY, problems);
  }

  private static boolean checkedPort(Job job, @Nullable String port, Consumer<String> problems) {
    if (port == null || port.isEmpty()) {
      problems.accept("A port must be defined for HTTP and TCP health checks.");
      return false;
    }
    if (!job.ports().containsKey(port)) {
      problems.accept(
          "Health check port '"
              + port
              + "' not defined in the job. Known ports are '"
              + String.join(", ", job.ports().keySet())
              + "'");
      return false;
    }
    return true;
  }

  private static void within(
      String name, @Nullable Integer value, int least, int most, Consumer<String> problems) {
    if (value != null && (value < least || value > most)) {
      problems.accept(
          "Health check " + name + " must be from " + least + " to " + most + ", not " + value);
    }
  }
}
