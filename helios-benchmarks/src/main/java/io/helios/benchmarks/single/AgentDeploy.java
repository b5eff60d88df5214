package io.helios.benchmarks.single;

import io.helios.agent.fixtures.EngineRelay.Call;
import io.helios.benchmarks.option.NumberOption;
import io.helios.benchmarks.report.Measure;
import io.helios.benchmarks.report.Results;
import io.helios.benchmarks.scenario.Scenario;
import io.helios.model.job.JobId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeoutException;
import net.sourceforge.argparse4j.inf.Namespace;
import net.sourceforge.argparse4j.inf.Subparser;

/**
 * One deployment at a time, each beside the same thing done raw. A relay sees how long the engine
 * itself took for the agent's create and start, so that what the agent adds is known for each
 * deployment, and not only as a difference of two noisy numbers. The relay's own time counts as the
 * agent's.
 */
public final class AgentDeploy implements Scenario {
  private final List<Double> raw = new ArrayList<>();
  private final List<Double> whole = new ArrayList<>();
  private final List<Double> engine = new ArrayList<>();
  private final List<Double> added = new ArrayList<>();
  private final List<Double> untilCreate = new ArrayList<>();
  private final List<Double> untilStart = new ArrayList<>();
  private final List<Double> untilTold = new ArrayList<>();

  @Override
  public String name() {
    return "agent-deploy";
  }

  @Override
  public String help() {
    return "time from an assignment in ZooKeeper to RUNNING in the tree, one at a time";
  }

  @Override
  public void options(Subparser parser) {
    NumberOption.add(parser, "--rounds", 100);
    NumberOption.add(parser, "--warm-up", 20, "rounds before that, which do not count");
  }

  @Override
  public void run(Namespace options, Results results) throws IOException, InterruptedException {
    int warmUp = options.getInt("warm_up");
    int rounds = options.getInt("rounds");
    try (Rig rig = Rig.relayed()) {
      RawRuns runs = new RawRuns(rig.engine(), rig.image());
      Queue<Call> calls = new ConcurrentLinkedQueue<>();
      rig.relay().onCall(calls::add);
      List<JobId> jobs = rig.createJobs(warmUp + rounds);
      for (JobId job : jobs) {
        if (job.equals(jobs.get(warmUp))) {
          forget();
        }
        long began = System.nanoTime();
        String container = runs.one();
        raw.add(millis(began, System.nanoTime()));
        rig.engine().remove(container);
        calls.clear();
        deploy(rig, job, calls);
      }
    } catch (TimeoutException e) {
      throw new IOException(e);
    }
    results.add(
        Measure.of("rawMillis", "raw create + start", "ms", raw),
        Measure.of("assignedToRunningMillis", "agent, assignment to RUNNING", "ms", whole),
        Measure.of("engineMillis", "  of it in create and start", "ms", engine),
        Measure.of("addedMillis", "  added by the agent", "ms", added)
            .wanted("median < 15, p99 < 50"),
        Measure.of("beforeCreateMillis", "    before create", "ms", untilCreate),
        Measure.of("betweenMillis", "    between create and start", "ms", untilStart),
        Measure.of("afterStartMillis", "    from start to RUNNING", "ms", untilTold));
  }

  private void forget() {
    for (List<Double> list :
        List.of(raw, whole, engine, added, untilCreate, untilStart, untilTold)) {
      list.clear();
    }
  }

  private void deploy(Rig rig, JobId job, Queue<Call> calls)
      throws IOException, InterruptedException, TimeoutException {
    rig.deploy(List.of(job));
    long assigned = rig.sightings().awaitAssigned(job, Rig.LIMIT);
    long running = rig.sightings().awaitRunning(List.of(job), Rig.LIMIT);
    Call create = first(calls, "POST /containers/create");
    Call start = first(calls, "POST /containers/" + ".*/start");
    double all = millis(assigned, running);
    double engines =
        millis(create.asked(), create.answered()) + millis(start.asked(), start.answered());
    whole.add(all);
    engine.add(engines);
    added.add(all - engines);
    untilCreate.add(millis(assigned, create.asked()));
    untilStart.add(millis(create.answered(), start.asked()));
    untilTold.add(millis(start.answered(), running));
  }

  private static Call first(Queue<Call> calls, String pattern) {
    return calls.stream()
        .filter(call -> call.name().matches(pattern + ".*"))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no " + pattern + " in " + calls));
  }

  private static double millis(long from, long to) {
    return (to - from) / 1e6;
  }
}
