package io.helios.cli.group;

import io.helios.cli.frame.CliError;
import io.helios.cli.frame.Options;
import io.helios.model.job.RolloutOptions;
import io.helios.model.job.RolloutRules;
import java.util.List;
import java.util.stream.Stream;
import net.sourceforge.argparse4j.impl.Arguments;
import net.sourceforge.argparse4j.inf.Argument;
import net.sourceforge.argparse4j.inf.Subparser;
import org.jspecify.annotations.Nullable;

/** The flags that say how a rollout proceeds. What is not given is left to the job. */
public final class RolloutFlags {
  /** Long enough to see most containers that exit soon after their start. */
  private static final int MIN_HEALTHY = 10;

  private RolloutFlags() {}

  /** Declares them. */
  public static void declare(Subparser parser) {
    parser
        .addArgument("-t", "--timeout")
        .type(Long.class)
        .metavar("SECONDS")
        .help("for each host to run the job, from its own start (default: the job's, else 300)");
    parser
        .addArgument("-p", "--par")
        .type(Integer.class)
        .metavar("N")
        .help("hosts at once (default: the job's, else 1)");
    flag(parser, "overlap", "start the new job before the old one goes, where ports allow");
    flag(parser, "migrate", "take over the same job where it was deployed by hand");
    flag(parser, "ignore-failures", "go on however many hosts fail");
    parser
        .addArgument("--token")
        .nargs("?")
        .setConst("")
        .metavar("TOKEN")
        .help("token of the job, if it has one (default: the job's rollout option)");
    parser
        .addArgument("--min-healthy")
        .type(Integer.class)
        .metavar("SECONDS")
        .help("for which a host has to run the job before it counts (default: the job's, else 10)");
    parser
        .addArgument("--max-failures")
        .metavar("N|N%")
        .help("hosts that may fail before the rollout does (default: the job's, else 0)");
    flag(parser, "rollback-on-failure", "bring the job before it back when the rollout fails");
    parser
        .addArgument("--canary")
        .metavar("N|N%")
        .help("hosts that go first; the others wait for 'helios rollout promote'");
    flag(parser, "auto-promote", "go on by itself once the canaries are healthy");
    parser
        .addArgument("--soak")
        .type(Integer.class)
        .metavar("SECONDS")
        .help("for which canaries are watched before --auto-promote goes on");
    parser
        .addArgument("--order")
        .metavar("LABEL=V1,V2")
        .help("hosts whose label has the first value first (default: by name)");
  }

  private static void flag(Subparser parser, String name, String help) {
    Argument yes = parser.addArgument("--" + name);
    yes.action(Arguments.storeTrue()).help(help);
    parser
        .addArgument("--no-" + name)
        .action(Arguments.storeTrue())
        .help("not so, even if the job says so");
  }

  /**
   * What was given, and how long a host has to be healthy if neither that nor the job says so.
   *
   * @param job the job's own options
   * @throws CliError when they make no sense
   */
  public static RolloutOptions read(Options options, @Nullable RolloutOptions job) {
    RolloutOptions given = given(options);
    List<String> problems = RolloutRules.inRequest(given, job);
    if (!problems.isEmpty()) {
      throw new CliError("Bad rollout options: " + String.join("; ", problems));
    }
    boolean silent = given.minHealthy() == null && (job == null || job.minHealthy() == null);
    return silent ? given.toBuilder().setMinHealthy(MIN_HEALTHY).build() : given;
  }

  /**
   * Fails for what makes no sense whatever the job says.
   *
   * @throws CliError when it does not
   */
  public static void check(Options options) {
    // A job that leaves nothing to wish for: what is wrong now is wrong with any.
    RolloutOptions any = RolloutOptions.newBuilder().setCanary("1").setAutoPromote(true).build();
    read(options, any);
  }

  private static RolloutOptions given(Options options) {
    return RolloutOptions.newBuilder()
        .setTimeout(options.big("timeout").orElse(null))
        .setParallelism(options.number("par").orElse(null))
        .setOverlap(choice(options, "overlap"))
        .setMigrate(choice(options, "migrate"))
        .setIgnoreFailures(choice(options, "ignore_failures"))
        .setToken(options.text("token").orElse(null))
        .setMinHealthy(options.number("min_healthy").orElse(null))
        .setMaxFailures(options.text("max_failures").orElse(null))
        .setRollbackOnFailure(choice(options, "rollback_on_failure"))
        .setCanary(options.text("canary").orElse(null))
        .setAutoPromote(choice(options, "auto_promote"))
        .setSoak(options.number("soak").orElse(null))
        .setOrder(options.text("order").map(RolloutFlags::order).orElse(null))
        .build();
  }

  private static @Nullable Boolean choice(Options options, String name) {
    boolean yes = options.flag(name);
    boolean no = options.flag("no_" + name);
    if (yes && no) {
      String flag = name.replace('_', '-');
      throw new CliError("--" + flag + " and --no-" + flag + " exclude each other");
    }
    return yes ? Boolean.TRUE : no ? Boolean.FALSE : null;
  }

  /** Reads {@code LABEL=v1,v2}. */
  public static RolloutOptions.Order order(String text) {
    int equals = text.indexOf('=');
    String label = text.substring(0, Math.max(0, equals)).strip();
    List<String> values =
        Stream.of(text.substring(equals + 1).split(",", -1)).map(String::strip).toList();
    if (label.isEmpty() || values.contains("")) {
      throw new CliError("Bad order of hosts '" + text + "': expected LABEL=value1,value2");
    }
    return new RolloutOptions.Order(label, values);
  }
}
