package io.helios.benchmarks;

import io.helios.agent.fixtures.LocalEngine;
import io.helios.benchmarks.option.FileOption;
import io.helios.benchmarks.report.Comparison;
import io.helios.benchmarks.report.Machine;
import io.helios.benchmarks.report.Report;
import io.helios.benchmarks.report.Results;
import io.helios.benchmarks.scenario.Scenario;
import io.helios.benchmarks.single.AgentBurst;
import io.helios.benchmarks.single.AgentDeploy;
import io.helios.benchmarks.single.AgentExit;
import io.helios.benchmarks.single.AgentIdle;
import io.helios.benchmarks.single.AgentRestart;
import io.helios.benchmarks.single.EngineTimes;
import io.helios.benchmarks.single.RawEngine;
import io.helios.model.api.HeliosVersion;
import java.io.IOException;
import java.util.List;
import net.sourceforge.argparse4j.ArgumentParsers;
import net.sourceforge.argparse4j.helper.HelpScreenException;
import net.sourceforge.argparse4j.inf.ArgumentParser;
import net.sourceforge.argparse4j.inf.ArgumentParserException;
import net.sourceforge.argparse4j.inf.Namespace;
import net.sourceforge.argparse4j.inf.Subparser;
import net.sourceforge.argparse4j.inf.Subparsers;

/**
 * The command {@code helios-bench}. Exit code: 1 if it cannot measure or what it measured went
 * wrong, 2 for wrong arguments.
 */
public final class BenchMain {
  private static final List<Scenario> SCENARIOS =
      List.of(
          new Deploy(),
          new Storm(),
          new RollOut(),
          new Listing(),
          new MasterView(),
          new Watching(),
          new MasterIdle(),
          new Failover(),
          new RestartAll(),
          new Soak(),
          new Footprint(),
          new Micro(),
          new EngineTimes(),
          new AgentDeploy(),
          new AgentBurst(),
          new AgentExit(),
          new AgentIdle(),
          new AgentRestart());

  private BenchMain() {}

  public static void main(String[] arguments) {
    System.exit(run(arguments));
  }

  /** Returns the exit code. */
  static int run(String... arguments) {
    ArgumentParser parser = parser();
    try {
      Namespace options = parser.parseArgs(arguments);
      if (options.get("scenario") == null) {
        compare(options);
      } else {
        measure(options, "bin/helios-bench " + String.join(" ", arguments));
      }
      return 0;
    } catch (HelpScreenException shown) {
      return 0;
    } catch (ArgumentParserException e) {
      parser.handleError(e);
      return 2;
    } catch (IOException e) {
      System.err.println("helios-bench: " + e.getMessage());
      e.printStackTrace();
      return 1;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 1;
    }
  }

  private static ArgumentParser parser() {
    ArgumentParser parser =
        ArgumentParsers.newFor("helios-bench")
            .build()
            .description(
                "Measures real Helios processes. docs/performance says what each scenario means.");
    Subparsers subparsers = parser.addSubparsers().title("scenarios").metavar("SCENARIO");
    for (Scenario scenario : SCENARIOS) {
      Subparser options = subparsers.addParser(scenario.name()).help(scenario.help());
      options.description(scenario.help()).setDefault("scenario", scenario);
      options.addArgument("--json").metavar("FILE").help("also write the numbers there");
      options.addArgument("--html").metavar("FILE").help("also write a page with plots there");
      scenario.options(options);
    }
    Subparser compare =
        subparsers.addParser("compare").help("says what became better or worse beyond noise");
    compare.addArgument("first").help("JSON of a run");
    compare.addArgument("second").help("JSON of another run of the same scenario");
    compare
        .addArgument("--noise")
        .type(Double.class)
        .setDefault(10.0)
        .help("percent up to which a difference is none (default: 10)");
    return parser;
  }

  private static void compare(Namespace options) throws IOException {
    System.out.print(
        Comparison.table(
            Comparison.of(
                FileOption.path(options.getString("first")),
                FileOption.path(options.getString("second")),
                options.getDouble("noise") / 100)));
  }

  private static void measure(Namespace options, String command)
      throws IOException, InterruptedException {
    Scenario scenario = options.get("scenario");
    Results results = new Results();
    Machine machine = Machine.here(engineVersion(), HeliosVersion.current().toString());
    try {
      scenario.run(options, results);
    } finally {
      // Also of a run that failed: what it has found may say why.
      Report report = new Report(scenario.name(), command, machine, Machine.loadNow(), results);
      System.out.print(report.table());
      if (options.getString("json") != null) {
        report.writeJson(FileOption.path(options.getString("json")));
      }
      if (options.getString("html") != null) {
        report.writeHtml(FileOption.path(options.getString("html")));
      }
    }
  }

  private static String engineVersion() {
    try (var engine = new LocalEngine()) {
      return new RawEngine(engine.socket()).get("/version").path("Version").asText();
    } catch (IOException | RuntimeException away) {
      return "none";
    }
  }
}
