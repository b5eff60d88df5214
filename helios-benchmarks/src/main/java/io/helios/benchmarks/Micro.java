package io.helios.benchmarks;

import io.helios.benchmarks.option.NumberOption;
import io.helios.benchmarks.report.Measure;
import io.helios.benchmarks.report.Results;
import io.helios.benchmarks.scenario.Scenario;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import net.sourceforge.argparse4j.inf.Namespace;
import net.sourceforge.argparse4j.inf.Subparser;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** The hot paths by themselves, with JMH: planner, status derivation, JSON, view, hash. */
final class Micro implements Scenario {
  private static final String PACKAGE = "io.helios.benchmarks.micro.";

  @Override
  public String name() {
    return "micro";
  }

  @Override
  public String help() {
    return "hot paths by themselves (JMH): planner, status derivation, JSON, view, hash";
  }

  @Override
  public void options(Subparser parser) {
    parser.addArgument("--only").setDefault("").help("part of the names of those to run");
    NumberOption.add(parser, "--forks", 2);
    NumberOption.add(parser, "--iterations", 5);
    NumberOption.add(parser, "--warm-up", 3, "iterations before that, which do not count");
    NumberOption.add(parser, "--millis", 1000, "of an iteration");
  }

  @Override
  public void run(Namespace options, Results results) throws IOException {
    TimeValue time = TimeValue.milliseconds(options.getInt("millis"));
    results.fact("fleet", "none").fact("forks", options.getInt("forks"));
    try {
      var all =
          new Runner(
                  new OptionsBuilder()
                      .include(PACKAGE + ".*" + options.getString("only") + ".*")
                      .mode(Mode.AverageTime)
                      .timeUnit(TimeUnit.MICROSECONDS)
                      .forks(options.getInt("forks"))
                      .warmupIterations(options.getInt("warm_up"))
                      .warmupTime(time)
                      .measurementIterations(options.getInt("iterations"))
                      .measurementTime(time)
                      // Besides our own, which say how much is logged.
                      .jvmArgsAppend("-Xmx512m", "-XX:+UseSerialGC")
                      .verbosity(VerboseMode.SILENT)
                      .shouldFailOnError(true)
                      .build())
              .run();
      for (RunResult one : all) {
        String name = one.getParams().getBenchmark();
        String key = name.substring(name.lastIndexOf('.') + 1);
        List<Double> scores =
            one.getBenchmarkResults().stream()
                .flatMap(fork -> fork.getIterationResults().stream())
                .map(iteration -> iteration.getPrimaryResult().getScore())
                .toList();
        results.add(Measure.of(key + "Micros", key, "us", scores));
      }
    } catch (RunnerException e) {
      throw new IOException(e);
    }
  }
}
