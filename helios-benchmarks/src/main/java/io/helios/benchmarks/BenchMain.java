package io.helios.benchmarks;

import io.helios.agent.fixtures.LocalEngine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import net.sourceforge.argparse4j.ArgumentParsers;
import net.sourceforge.argparse4j.helper.HelpScreenException;
import net.sourceforge.argparse4j.inf.ArgumentParser;
import net.sourceforge.argparse4j.inf.ArgumentParserException;
import net.sourceforge.argparse4j.inf.Namespace;
import net.sourceforge.argparse4j.inf.Subparser;
import net.sourceforge.argparse4j.inf.Subparsers;

/** The command {@code helios-bench}. Exit code: 1 if it cannot measure, 2 for wrong arguments. */
public final class BenchMain {
  private static final List<Scenario> SCENARIOS =
      List.of(new AgentDeploy(), new AgentBurst(), new AgentIdle(), new AgentRestart());

  private BenchMain() {}

  public static void main(String[] arguments) {
    System.exit(run(arguments));
  }

  /** Returns the exit code. */
  static int run(String... arguments) {
    ArgumentParser parser = parser();
    try {
      measure(parser.parseArgs(arguments));
      return 0;
    } catch (HelpScreenException shown) {
      return 0;
    } catch (ArgumentParserException e) {
      parser.handleError(e);
      return 2;
    } catch (IOException e) {
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
            .description("Measures real Helios processes beside the raw engine, in the same run.");
    Subparsers subparsers = parser.addSubparsers().title("scenarios").metavar("SCENARIO");
    for (Scenario scenario : SCENARIOS) {
      Subparser options = subparsers.addParser(scenario.name()).help(scenario.help());
      options.description(scenario.help()).setDefault("scenario", scenario);
      options.addArgument("--json").metavar("FILE").help("also write the numbers there");
      scenario.options(options);
    }
    return parser;
  }

  private static void measure(Namespace options) throws IOException, InterruptedException {
    Scenario scenario = options.get("scenario");
    Report report = report(scenario, options);
    System.out.print(report.table());
    String file = options.getString("json");
    if (file != null) {
      // The launcher runs in the source tree, wherever it was called.
      report.writeTo(Path.of(System.getProperty("helios.bench.directory", "")).resolve(file));
    }
  }

  private static Report report(Scenario scenario, Namespace options)
      throws IOException, InterruptedException {
    Machine machine;
    try (var engine = new LocalEngine()) {
      machine = Machine.here(new RawEngine(engine.socket()));
    }
    return new Report(scenario.name(), machine, scenario.run(options));
  }
}
