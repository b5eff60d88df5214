package io.helios.cli.job;

import io.helios.cli.frame.CliError;
import io.helios.cli.frame.Options;
import io.helios.model.job.HealthCheck;
import io.helios.model.job.Liveness;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.sourceforge.argparse4j.impl.Arguments;
import net.sourceforge.argparse4j.inf.Argument;
import net.sourceforge.argparse4j.inf.Subparser;
import org.jspecify.annotations.Nullable;

/** The flags that make up a health check: which one, of which one may be given, and its pace. */
final class Checks {
  private Checks() {}

  static void declare(Subparser parser) {
    parser.addArgument("--http-check").metavar("PORT:PATH").help("health check by http GET");
    parser.addArgument("--tcp-check").metavar("PORT").help("health check by tcp connect");
    parser
        .addArgument("--exec-check")
        .metavar("COMMAND")
        .help("health check by a command in the container, split at blanks");
    parser
        .addArgument("--docker-check")
        .action(Arguments.storeTrue())
        .help("health check by the image's own HEALTHCHECK");
    number(parser, "--health-interval", "SECONDS").help("between two checks");
    number(parser, "--health-timeout", "SECONDS").help("that one check may take");
    number(parser, "--health-retries", "N").help("failed checks in a row that count");
    number(parser, "--health-start-period", "SECONDS").help("in which failed checks do not count");
    parser
        .addArgument("--health-restart")
        .action(Arguments.storeTrue())
        .help("replace an unhealthy container");
  }

  private static Argument number(Subparser parser, String name, String unit) {
    return parser.addArgument(name).type(Integer.class).metavar(unit);
  }

  /** The base's check with the flags laid over it; null when neither says anything. */
  static @Nullable HealthCheck merge(@Nullable HealthCheck base, Options options) {
    HealthCheck check = given(options).orElse(base);
    Liveness old = base == null ? Liveness.DEFAULT : base.liveness();
    Liveness merged =
        new Liveness(
            options.number("health_interval").orElse(old.interval()),
            options.number("health_timeout").orElse(old.timeout()),
            options.number("health_retries").orElse(old.retries()),
            options.number("health_start_period").orElse(old.startPeriod()),
            options.flag("health_restart") ? Boolean.TRUE : old.restart());
    if (check == null) {
      if (!merged.equals(old)) {
        throw new CliError("--health-* tells how a health check goes on, and the job has none.");
      }
      return null;
    }
    return check.with(merged);
  }

  private static Optional<HealthCheck> given(Options options) {
    List<HealthCheck> checks = new ArrayList<>();
    options.text("http_check").map(Checks::http).ifPresent(checks::add);
    options.text("tcp_check").map(HealthCheck.Tcp::new).ifPresent(checks::add);
    options
        .text("exec_check")
        .map(command -> new HealthCheck.Exec(words(command)))
        .ifPresent(checks::add);
    if (options.flag("docker_check")) {
      checks.add(new HealthCheck.Docker(Liveness.DEFAULT));
    }
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
