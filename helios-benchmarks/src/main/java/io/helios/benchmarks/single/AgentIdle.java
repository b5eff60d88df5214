package io.helios.benchmarks.single;

import io.helios.benchmarks.cluster.Pause;
import io.helios.benchmarks.cluster.ProcessFigures;
import io.helios.benchmarks.option.NumberOption;
import io.helios.benchmarks.report.Measure;
import io.helios.benchmarks.report.Results;
import io.helios.benchmarks.scenario.Scenario;
import io.helios.model.job.JobId;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;
import net.sourceforge.argparse4j.inf.Namespace;
import net.sourceforge.argparse4j.inf.Subparser;

/** What an agent takes of its machine while nothing happens. */
public final class AgentIdle implements Scenario {
  @Override
  public String name() {
    return "agent-idle";
  }

  @Override
  public String help() {
    return "memory and processor time of an agent whose containers just run";
  }

  @Override
  public void options(Subparser parser) {
    NumberOption.add(parser, "--containers", 50);
    NumberOption.add(parser, "--seconds", 60);
    NumberOption.add(parser, "--settle", 30, "seconds after the last start that do not count");
  }

  @Override
  public void run(Namespace options, Results results) throws IOException, InterruptedException {
    try (Rig rig = Rig.direct()) {
      List<JobId> jobs = rig.createJobs(options.getInt("containers"));
      rig.deploy(jobs);
      rig.sightings().awaitRunning(jobs, Rig.LIMIT);
      Pause.of(Duration.ofSeconds(options.getInt("settle")));

      ProcessFigures figures = rig.figures();
      Duration before = figures.cpu();
      long began = System.nanoTime();
      Pause.of(Duration.ofSeconds(options.getInt("seconds")));
      Duration cpu = figures.cpu().minus(before);
      double share = 100.0 * cpu.toNanos() / (System.nanoTime() - began);

      results.add(
          Measure.of("cpuPercent", "processor time", "% of a core", share).wanted("< 0.5"),
          Measure.of("residentMiB", "resident memory", "MiB", figures.resident()).wanted("< 120"),
          Measure.of("threads", "threads", "", figures.threads()));
    } catch (TimeoutException e) {
      throw new IOException(e);
    }
  }
}
