package io.helios.benchmarks.single;

import com.fasterxml.jackson.databind.JsonNode;
import io.helios.benchmarks.option.NumberOption;
import io.helios.benchmarks.report.Measure;
import io.helios.benchmarks.report.Results;
import io.helios.benchmarks.scenario.Scenario;
import io.helios.model.job.JobId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import net.sourceforge.argparse4j.inf.Namespace;
import net.sourceforge.argparse4j.inf.Subparser;

/**
 * A running container is killed behind the agent's back: how soon the tree says so, and how soon
 * another one runs. Times count from before the engine is asked to kill, so the engine's own part
 * of it is in them. A job each, for one that dies again and again is made to wait.
 */
public final class AgentExit implements Scenario {
  @Override
  public String name() {
    return "agent-exit";
  }

  @Override
  public String help() {
    return "time until a container that was killed is seen to be dead, and replaced";
  }

  @Override
  public void options(Subparser parser) {
    NumberOption.add(parser, "--rounds", 40);
    NumberOption.add(parser, "--warm-up", 10, "rounds before that, which do not count");
  }

  @Override
  public void run(Namespace options, Results results) throws IOException, InterruptedException {
    int warmUp = options.getInt("warm_up");
    List<Double> killed = new ArrayList<>();
    List<Double> seen = new ArrayList<>();
    List<Double> again = new ArrayList<>();
    try (Rig rig = Rig.direct()) {
      List<JobId> jobs = rig.createJobs(warmUp + options.getInt("rounds"));
      for (int i = 0; i < jobs.size(); i++) {
        JobId job = jobs.get(i);
        rig.deploy(List.of(job));
        rig.sightings().awaitRunning(List.of(job), Rig.LIMIT);
        String container = container(rig, job);
        rig.sightings().forgetRunning(job);

        long began = System.nanoTime();
        rig.engine().kill(container);
        double asked = millis(began, System.nanoTime());
        double dead = millis(began, rig.sightings().awaitNotRunning(job, Rig.LIMIT));
        double alive = millis(began, rig.sightings().awaitRunning(List.of(job), Rig.LIMIT));
        if (i >= warmUp) {
          killed.add(asked);
          seen.add(dead);
          again.add(alive);
        }
      }
    } catch (TimeoutException e) {
      throw new IOException(e);
    }
    results.add(
        Measure.of("killMillis", "the engine's kill", "ms", killed),
        Measure.of("seenMillis", "asked to kill, to told in the tree", "ms", seen)
            .wanted("p99 < 200"),
        Measure.of("againMillis", "asked to kill, to RUNNING again", "ms", again));
  }

  private static String container(Rig rig, JobId job) throws IOException {
    for (JsonNode container : rig.containers()) {
      if (container.path("State").asText().equals("running")
          && container.path("Labels").path("io.helios.job").asText().equals(job.toString())) {
        return container.path("Id").asText();
      }
    }
    throw new IOException("no running container of " + job);
  }

  private static double millis(long from, long to) {
    return (to - from) / 1e6;
  }
}
