package io.helios.benchmarks.single;

import com.fasterxml.jackson.databind.JsonNode;
import io.helios.benchmarks.cluster.Pause;
import io.helios.benchmarks.option.NumberOption;
import io.helios.benchmarks.report.Measure;
import io.helios.benchmarks.report.Results;
import io.helios.benchmarks.scenario.Scenario;
import io.helios.model.job.JobId;
import io.helios.systemtests.fixtures.Http;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeoutException;
import net.sourceforge.argparse4j.inf.Namespace;
import net.sourceforge.argparse4j.inf.Subparser;

/**
 * An agent is killed and started again beside many running containers. It has adopted one when its
 * own API reports it as RUNNING, and has reported when the host is UP in the tree besides.
 */
public final class AgentRestart implements Scenario {
  /** Often enough to tell, seldom enough not to hold up what is measured. */
  private static final Duration GLANCE = Duration.ofMillis(40);

  @Override
  public String name() {
    return "agent-restart";
  }

  @Override
  public String help() {
    return "time until an agent that starts beside running containers has adopted all";
  }

  @Override
  public void options(Subparser parser) {
    NumberOption.add(parser, "--containers", 200);
    NumberOption.add(parser, "--rounds", 5);
  }

  @Override
  public void run(Namespace options, Results results) throws IOException, InterruptedException {
    List<Double> adopted = new ArrayList<>();
    List<Double> reported = new ArrayList<>();
    List<Double> touched = new ArrayList<>();
    try (Rig rig = Rig.direct()) {
      List<JobId> jobs = rig.createJobs(options.getInt("containers"));
      rig.deploy(jobs);
      rig.sightings().awaitRunning(jobs, Rig.LIMIT);
      Map<String, String> before = starts(rig, jobs.size());
      for (int round = 0; round < options.getInt("rounds"); round++) {
        rig.agent().program().kill();
        rig.sightings().forgetUp();
        long began = System.nanoTime();
        rig.agent().startAgain();
        awaitAdopted(rig, jobs.size());
        long all = System.nanoTime();
        long up = rig.sightings().awaitUp(Rig.LIMIT);
        adopted.add((all - began) / 1e9);
        reported.add((Math.max(all, up) - began) / 1e9);
        Map<String, String> after = starts(rig, jobs.size());
        after.entrySet().removeAll(before.entrySet());
        touched.add((double) after.size());
      }
    } catch (TimeoutException e) {
      throw new IOException(e);
    }
    results.add(
        Measure.of("adoptedSeconds", "from exec to all adopted", "s", adopted),
        Measure.of("upSeconds", "from exec to adopted and host UP", "s", reported).wanted("< 2"),
        Measure.of("touched", "containers touched", "", touched).wanted("0"));
  }

  private static void awaitAdopted(Rig rig, int count)
      throws TimeoutException, InterruptedException {
    long deadline = System.nanoTime() + Rig.LIMIT.toNanos();
    while (running(rig) < count) {
      if (System.nanoTime() > deadline) {
        throw new TimeoutException(running(rig) + " of " + count + " are adopted");
      }
      Pause.of(GLANCE);
    }
  }

  private static long running(Rig rig) {
    String statuses = rig.api() + "/helios/taskstatus";
    if (!Http.answers(statuses)) {
      return 0;
    }
    long running = 0;
    for (JsonNode status : Http.get(statuses).json()) {
      running += status.path("state").asText().equals("RUNNING") ? 1 : 0;
    }
    return running;
  }

  /** When each of the agent's containers was started. */
  private static Map<String, String> starts(Rig rig, int count) throws IOException {
    Map<String, String> starts = new TreeMap<>();
    for (JsonNode container : rig.containers()) {
      String id = container.path("Id").asText();
      starts.put(
          id,
          rig.engine().get("/containers/" + id + "/json").path("State").path("StartedAt").asText());
    }
    if (starts.size() != count) {
      throw new IOException("there are " + starts.size() + " containers, not " + count);
    }
    return starts;
  }
}
