package io.helios.benchmarks.single;

import io.helios.benchmarks.cluster.ProcessFigures;
import io.helios.benchmarks.option.NumberOption;
import io.helios.benchmarks.report.Measure;
import io.helios.benchmarks.report.Results;
import io.helios.benchmarks.scenario.Scenario;
import io.helios.model.job.JobId;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import net.sourceforge.argparse4j.inf.Namespace;
import net.sourceforge.argparse4j.inf.Subparser;

/** Many deployments at once, beside the same creates and starts done raw. */
public final class AgentBurst implements Scenario {
  @Override
  public String name() {
    return "agent-burst";
  }

  @Override
  public String help() {
    return "many containers deployed at once, beside the raw engine at its best";
  }

  @Override
  public void options(Subparser parser) {
    NumberOption.add(parser, "--containers", 200);
    NumberOption.add(parser, "--rounds", 1, "how often, each with a new agent");
  }

  @Override
  public void run(Namespace options, Results results) throws IOException, InterruptedException {
    int count = options.getInt("containers");
    List<Double> raw = new ArrayList<>();
    List<Double> whole = new ArrayList<>();
    List<Double> ratio = new ArrayList<>();
    List<Double> resident = new ArrayList<>();
    List<Double> peak = new ArrayList<>();
    List<Double> threads = new ArrayList<>();
    for (int round = 0; round < options.getInt("rounds"); round++) {
      try (Rig rig = Rig.direct()) {
        double rawSeconds = seconds(new RawRuns(rig.engine(), rig.image()).many(count));
        List<JobId> jobs = rig.createJobs(count);
        rig.deploy(jobs);
        long began = rig.sightings().awaitAssigned(jobs.get(0), Rig.LIMIT);
        // While the step threads are still there.
        long ended = rig.sightings().awaitRunning(jobs, Rig.LIMIT);
        ProcessFigures figures = rig.figures();
        double seconds = seconds(Duration.ofNanos(ended - began));
        raw.add(rawSeconds);
        whole.add(seconds);
        ratio.add(seconds / rawSeconds);
        resident.add(figures.resident());
        peak.add(figures.residentPeak());
        threads.add((double) figures.threads());
      } catch (TimeoutException e) {
        throw new IOException(e);
      }
    }
    results.add(
        Measure.of("rawSeconds", "raw, " + RawRuns.BEST_PARALLELISM + " at a time", "s", raw),
        Measure.of("agentSeconds", "agent, assignment to all RUNNING", "s", whole),
        Measure.of("agentToRaw", "agent / raw", "", ratio).wanted("< 1.10"),
        Measure.of("residentMiB", "agent's resident memory at the end", "MiB", resident)
            .wanted("< 200"),
        Measure.of("residentPeakMiB", "agent's resident memory, peak", "MiB", peak),
        Measure.of("threads", "agent's threads at the end", "", threads)
            .wanted("not one per container"));
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }
}
