package io.helios.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.helios.cli.command.Commands;
import io.helios.cli.frame.CliError;
import io.helios.cli.frame.Invocation;
import io.helios.cli.frame.Options;
import io.helios.cli.frame.Outcome;
import io.helios.cli.frame.Setting;
import io.helios.cli.target.Target;
import io.helios.cli.target.Targets;
import io.helios.client.HeliosClient;
import io.helios.client.HeliosException;
import io.helios.model.api.HeliosVersion;
import io.helios.model.json.Json;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import net.sourceforge.argparse4j.inf.ArgumentParserException;
import net.sourceforge.argparse4j.internal.UnrecognizedCommandException;
import org.jspecify.annotations.Nullable;

/** The command {@code helios}. Exit code 0: all targets succeeded; 1: anything else. */
public final class Main {
  private static final int HTTP_TIMEOUT = 60;
  private static final int RETRY_TIMEOUT = 240;

  /** Where nothing listens there is rarely a reason to wait for minutes, unless asked to. */
  private static final int UNREACHABLE_TIMEOUT = 10;

  private final Setting setting;

  private Main(Setting setting) {
    this.setting = setting;
  }

  public static void main(String[] arguments) {
    PrintStream out = stream(FileDescriptor.out);
    PrintStream err = stream(FileDescriptor.err);
    Setting setting =
        new Setting(
            System.getenv(),
            Path.of(System.getProperty("user.home", "/")),
            System.getProperty("user.name", ""),
            System.in,
            out,
            err,
            Clock.systemUTC(),
            ZoneId.systemDefault(),
            Terminal.isStandardOutput(),
            SearchDomains.read(Path.of("/etc/resolv.conf")),
            duration -> Thread.sleep(duration.toMillis()));
    int exitCode = run(List.of(arguments), setting);
    out.flush();
    err.flush();
    System.exit(exitCode);
  }

  /** Runs one command; never throws for what a user can cause. */
  public static int run(List<String> arguments, Setting setting) {
    return new Main(setting).run(arguments);
  }

  static String versionText() {
    return "Helios CLI "
        + HeliosVersion.current().toString()
        + "\nTested on Docker 20.10 (API 1.41)\n";
  }

  private int run(List<String> arguments) {
    CommandLine commandLine = new CommandLine(Commands.all());
    if (arguments.isEmpty()) {
      setting.out().print(commandLine.help());
      return 1;
    }
    try {
      CommandLine.Parsed parsed = commandLine.parse(arguments);
      return new Run(parsed).run();
    } catch (CommandLine.Printed e) {
      setting.out().print(e.text());
      return 0;
    } catch (UnrecognizedCommandException e) {
      setting.err().println("helios: error: " + commandLine.noSuchCommand(e.getCommand()));
      return 1;
    } catch (ArgumentParserException e) {
      PrintWriter err = new PrintWriter(setting.err(), false, StandardCharsets.UTF_8);
      e.getParser().handleError(e, err);
      err.flush();
      return 1;
    }
  }

  private static PrintStream stream(FileDescriptor descriptor) {
    return new PrintStream(
        new BufferedOutputStream(new FileOutputStream(descriptor), 8192),
        true,
        StandardCharsets.UTF_8);
  }

  /** One command that was understood, on all its targets in turn. */
  private final class Run {
    private final CommandLine.Parsed parsed;
    private final boolean json;
    private final boolean verbose;

    Run(CommandLine.Parsed parsed) {
      this.parsed = parsed;
      this.json = parsed.options().flag("json");
      this.verbose = parsed.options().number("verbose").orElse(0) > 0;
    }

    int run() {
      Map<String, Outcome> outcomes = new LinkedHashMap<>();
      try {
        List<Target> targets = Targets.find(parsed.options(), setting);
        Optional<Outcome> together = targets.size() > 1 ? together(targets) : Optional.empty();
        if (together.isPresent()) {
          outcomes.put("", together.get());
        } else {
          for (Target target : targets) {
            outcomes.put(target.name(), run(target, targets.size() > 1));
          }
        }
      } catch (CliError e) {
        outcomes.put("", failed(e, e.json(), e.getMessage()));
      }
      if (json) {
        print(outcomes);
      }
      return outcomes.values().stream().allMatch(outcome -> outcome.exitCode() == 0) ? 0 : 1;
    }

    private Outcome run(Target target, boolean oneOfSeveral) {
      try (HeliosClient client = client(target)) {
        if (oneOfSeveral && !json) {
          String head = target.name() + " (" + target.masters().get() + ")";
          setting.out().println(head + "\n" + "-".repeat(head.length()));
        }
        return parsed.command().run(invocation(target, client));
      } catch (CliError e) {
        return failed(e, e.json(), e.getMessage());
      } catch (HeliosException e) {
        return failed(e, Map.of("error", String.valueOf(e.getMessage())), e.getMessage());
      } catch (RuntimeException e) {
        return surprised(e);
      } finally {
        if (oneOfSeveral && !json) {
          setting.out().println();
        }
      }
    }

    private Optional<Outcome> together(List<Target> targets) {
      List<Invocation> invocations = new ArrayList<>();
      try {
        targets.forEach(target -> invocations.add(invocation(target, client(target))));
        return parsed.command().runTogether(invocations);
      } catch (HeliosException e) {
        return Optional.of(failed(e, Map.of(), e.getMessage()));
      } catch (CliError e) {
        throw e;
      } catch (RuntimeException e) {
        return Optional.of(surprised(e));
      } finally {
        invocations.forEach(invocation -> invocation.client().close());
      }
    }

    private Invocation invocation(Target target, HeliosClient client) {
      return new Invocation(target.name(), client, parsed.options(), json, setting);
    }

    private Outcome failed(RuntimeException e, Object jsonError, @Nullable String message) {
      setting.out().flush();
      setting.err().println(message);
      if (verbose) {
        e.printStackTrace(setting.err());
      }
      return Outcome.change(false, jsonError);
    }

    /** A mistake of ours; the user gets a line and a way to tell us. */
    private Outcome surprised(RuntimeException e) {
      String message = "Unexpected error, a bug in helios: " + e;
      String advice = verbose ? "" : "\nRun the command again with -v to see where, and report it.";
      return failed(e, Map.of("error", message), message + advice);
    }

    private void print(Map<String, Outcome> outcomes) {
      boolean pretty = outcomes.values().stream().anyMatch(Outcome::pretty);
      Object document;
      if (outcomes.size() == 1) {
        document = outcomes.values().iterator().next().json();
      } else {
        Map<String, Object> byTarget = new LinkedHashMap<>();
        outcomes.forEach((target, outcome) -> byTarget.put(target, outcome.json()));
        document = byTarget;
      }
      try {
        setting
            .out()
            .println(
                pretty
                    ? Json.tree().writerWithDefaultPrettyPrinter().writeValueAsString(document)
                    : Json.text(document));
      } catch (JsonProcessingException e) {
        throw new IllegalStateException("not writable as JSON: " + document, e);
      }
    }

    private HeliosClient client(Target target) {
      Options options = parsed.options();
      int retry = seconds(options, "retry_timeout", "HELIOS_CLI_TOTAL_TIMEOUT", RETRY_TIMEOUT);
      boolean chosen =
          options.number("retry_timeout").isPresent()
              || setting.environment().containsKey("HELIOS_CLI_TOTAL_TIMEOUT");
      return HeliosClient.newBuilder()
          .setEndpointSupplier(target.masters())
          .setUser(options.text("username").orElse(setting.user()))
          .setHttpTimeout(
              seconds(options, "http_timeout", "HELIOS_CLI_HTTP_TIMEOUT", HTTP_TIMEOUT),
              TimeUnit.SECONDS)
          .setRetryTimeout(retry, TimeUnit.SECONDS)
          .setUnreachableTimeout(
              chosen ? retry : Math.min(retry, UNREACHABLE_TIMEOUT), TimeUnit.SECONDS)
          .setSslHostnameVerification(!options.flag("insecure"))
          .setShortLived(true)
          .setNotices(setting.err()::println)
          .build();
    }

    private int seconds(Options options, String option, String variable, int otherwise) {
      String given = setting.environment().get(variable);
      int value;
      if (options.number(option).isPresent()) {
        value = options.number(option).get();
      } else if (given == null) {
        return otherwise;
      } else {
        try {
          value = Integer.parseInt(given.strip());
        } catch (NumberFormatException e) {
          throw new CliError(variable + " must be a number of seconds, but is '" + given + "'", e);
        }
      }
      boolean zeroAllowed = option.equals("retry_timeout");
      if (value < 0 || (value == 0 && !zeroAllowed)) {
        throw new CliError(
            (options.number(option).isPresent() ? "--" + option.replace('_', '-') : variable)
                + (zeroAllowed ? " must not be negative" : " must be more than 0")
                + ", but is "
                + value);
      }
      return value;
    }
  }
}
