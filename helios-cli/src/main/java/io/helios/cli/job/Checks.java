package io.helios.cli.job;

import io.helios.cli.frame.CliError;
import io.helios.cli.frame.Options;
import io.helios.model.job.HealthCheck;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@code --http-check}, {@code --tcp-check} and {@code --exec-check}, of which one may be given.
 */
final class Checks {
  private Checks() {}

  static Optional<HealthCheck> given(Options options) {
    List<HealthCheck> checks = new ArrayList<>();
    options.text("http_check").map(Checks::http).ifPresent(checks::add);
    options.text("tcp_check").map(HealthCheck.Tcp::new).ifPresent(checks::add);
    options
        .text("exec_check")
        .map(command -> new HealthCheck.Exec(words(command)))
        .ifPresent(checks::add);
    if (checks.size() > 1) {
      throw new CliError("Only one health check may be specified.");
    }
    return checks.stream().findFirst();
  }

  private static HealthCheck http(String text) {
    int colon = text.indexOf(':');
    if (colon < 1 || !text.startsWith("/", colon + 1)) {
      throw new CliError(
          "Bad --http-check '"
              + text
              + "': expected PORT:PATH, the path with its slash, as in http:/");
    }
    return new HealthCheck.Http(text.substring(colon + 1), text.substring(0, colon));
  }

  /** Split at blanks, no quoting. */
  static List<String> words(String command) {
    return command.isBlank() ? List.of() : List.of(command.strip().split(" +"));
  }
}
