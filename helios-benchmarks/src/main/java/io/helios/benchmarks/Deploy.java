package io.helios.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.helios.agent.fixtures.LocalEngine;
import io.helios.agent.fixtures.LocalImages;
import io.helios.benchmarks.cluster.Cluster;
import io.helios.benchmarks.cluster.CpuWatch;
import io.helios.benchmarks.cluster.Pause;
import io.helios.benchmarks.fleet.Fleet;
import io.helios.benchmarks.fleet.StartTimes;
import io.helios.benchmarks.fleet.StartTimes.Call;
import io.helios.benchmarks.option.NumberOption;
import io.helios.benchmarks.report.Measure;
import io.helios.benchmarks.report.Results;
import io.helios.benchmarks.scenario.Scenario;
import io.helios.benchmarks.single.RawEngine;
import io.helios.benchmarks.watch.TaskStream;
import io.helios.benchmarks.wire.HttpConnections.Answer;
import io.helios.model.job.JobId;
import io.helios.model.task.State;
import io.helios.model.watch.Watched.OfTask;
import io.helios.systemtests.fixtures.Agent;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.sourceforge.argparse4j.inf.Namespace;
import net.sourceforge.argparse4j.inf.Subparser;

/**
 * One deployment at a time through a real master and an agent, as its client sees it, each beside
 * the same container made on the raw engine; of a simulated engine, that is the time drawn.
 */
final class Deploy implements Scenario {
  private static final String DOCKER = "docker";
  private static final String HOST = "bench";
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final Duration GLANCE = Duration.ofMillis(20);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final List<Double> raw = new ArrayList<>();
  private final List<Double> deployed = new ArrayList<>();
  private final List<Double> rawGone = new ArrayList<>();
  private final List<Double> gone = new ArrayList<>();

  @Override
  public String name() {
    return "deploy";
  }

  @Override
  public String help() {
    return "request to RUNNING and undeploy to gone, one at a time, beside the raw engine";
  }

  @Override
  public void options(Subparser parser) {
    parser
        .addArgument("--fleet")
        .choices(DOCKER, Fleet.Kind.AGENTS.toString(), Fleet.Kind.FLEET.toString())
        .setDefault(DOCKER)
        .help(
            "a real agent and engine, a real agent on a simulated engine, or a light agent (default:"
                + " docker)");
    Cluster.options(parser, 1);
    Fleets.drawn(parser);
    NumberOption.add(parser, "--rounds", 100);
    NumberOption.add(parser, "--warm-up", 20, "rounds before that, which do not count");
  }

  /** The engine without anything else: makes a container and takes it away again. */
  private interface Raw {
    void round() throws IOException, InterruptedException;
  }

  @Override
  public void run(Namespace options, Results results) throws IOException, InterruptedException {
    try (Cluster cluster = Cluster.start(options, results)) {
      if (options.getString("fleet").equals(DOCKER)) {
        onEngine(cluster, options, results);
      } else {
        simulated(cluster, options, results);
      }
    }
    addTo(results);
  }

  private void onEngine(Cluster cluster, Namespace options, Results results)
      throws IOException, InterruptedException {
    String image;
    RawEngine engine;
    try (var local = new LocalEngine()) {
      image = LocalImages.busybox(local.client());
      engine = new RawEngine(local.socket());
    }
    results.fact("fleet", DOCKER);
    try (Agent agent = Agent.start(cluster.directory(), HOST, cluster.zookeepers().connect())) {
      rounds(cluster, options, results, HOST, image, () -> raw(engine, image));
      results.fact("agentAlive", agent.program().isAlive());
    }
  }

  private void simulated(Cluster cluster, Namespace options, Results results)
      throws IOException, InterruptedException {
    StartTimes times = StartTimes.measured();
    Random random = new Random(~options.getLong("seed"));
    double speed = options.getDouble("speed");
    try (Fleet fleet =
        Fleets.start(cluster, options, 1, 1, results, times, (host, job, zxid) -> {})) {
      String host = Fleet.name(0).value();
      rounds(cluster, options, results, host, Fleets.IMAGE, () -> drawn(times, random, speed));
      if (!fleet.counted().failures().isEmpty()) {
        throw new IOException(fleet.counted().failures().toString());
      }
    }
  }

  private void rounds(
      Cluster cluster, Namespace options, Results results, String host, String image, Raw engine)
      throws IOException, InterruptedException {
    int warmUp = options.getInt("warm_up");
    results.fact("warmUpRounds", warmUp);
    awaitUp(cluster, host);
    String master = cluster.masters().get(0).url();
    try (TaskStream tasks = TaskStream.open(cluster.loop(), master, host)) {
      CpuWatch processors = cluster.watchProcessors();
      for (int i = 0; i < warmUp + options.getInt("rounds"); i++) {
        if (i == warmUp) {
          List.of(raw, deployed, rawGone, gone).forEach(List::clear);
          processors = cluster.watchProcessors();
        }
        engine.round();
        round(cluster, tasks, host, image, i);
      }
      processors.addTo(results);
    }
  }

  private void addTo(Results results) {
    Measure rawStart = Measure.of("rawMillis", "raw create + start", "ms", raw);
    Measure start = Measure.of("deployMillis", "request to RUNNING", "ms", deployed);
    Measure rawStop = Measure.of("rawGoneMillis", "raw stop + remove", "ms", rawGone);
    Measure stop = Measure.of("goneMillis", "undeploy to gone", "ms", gone);
    results.add(
        rawStart,
        start,
        Measure.of("medianToRaw", "  median / raw median", "", start.median() / rawStart.median())
            .wanted("<= 1.10"),
        Measure.of(
                "p99ToRaw", "  p99 / raw p99", "", start.quantile(0.99) / rawStart.quantile(0.99))
            .wanted("<= 1.25"),
        rawStop,
        stop,
        Measure.of("goneToRaw", "  median / raw median", "", stop.median() / rawStop.median())
            .wanted("<= 1.10"));
  }

  private void raw(RawEngine engine, String image) throws IOException {
    long began = System.nanoTime();
    String id = engine.create(image, Map.of("io.helios.bench", "raw"));
    try {
      engine.start(id);
      long running = System.nanoTime();
      raw.add((running - began) / 1e6);
      engine.stop(id);
      engine.remove(id);
      rawGone.add((System.nanoTime() - running) / 1e6);
    } catch (IOException e) {
      engine.remove(id);
      throw e;
    }
  }

  private void drawn(StartTimes times, Random random, double speed) throws InterruptedException {
    raw.add(pass(speed, times.draw(Call.CREATE, random).plus(times.draw(Call.START, random))));
    rawGone.add(pass(speed, times.draw(Call.STOP, random).plus(times.draw(Call.REMOVE, random))));
  }

  private static double pass(double speed, Duration time) throws InterruptedException {
    long began = System.nanoTime();
    Pause.of(Duration.ofNanos((long) (time.toNanos() / speed)));
    return (System.nanoTime() - began) / 1e6;
  }

  private void round(Cluster cluster, TaskStream tasks, String host, String image, int number)
      throws IOException, InterruptedException {
    String command = String.join("\",\"", RawEngine.COMMAND);
    String job =
        "{\"id\":\"bench-%d:1\",\"image\":\"%s\",\"command\":[\"%s\"]}"
            .formatted(number, image, command);
    Answer created = cluster.ask("POST", "/jobs?user=bench", job);
    JobId id = JobId.parse(JSON.readTree(created.body()).path("id").asText());
    String path = "/hosts/" + host + "/jobs/" + id;

    long began = System.nanoTime();
    require(cluster.ask("PUT", path, "{\"job\":\"" + id + "\",\"goal\":\"START\"}"));
    tasks.await(id, Deploy::isRunning, LIMIT);
    deployed.add((System.nanoTime() - began) / 1e6);

    began = System.nanoTime();
    require(cluster.ask("DELETE", path, ""));
    tasks.await(id, OfTask::gone, LIMIT);
    gone.add((System.nanoTime() - began) / 1e6);
  }

  private static boolean isRunning(OfTask task) {
    return task.status() != null && task.status().state() == State.RUNNING;
  }

  private static void awaitUp(Cluster cluster, String host)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    String path = "/hosts/" + host + "/status";
    while (true) {
      Answer answer = cluster.ask("GET", path, "");
      if (answer.status() == 200
          && JSON.readTree(answer.body()).path("status").asText().equals("UP")) {
        return;
      }
      if (System.nanoTime() > deadline) {
        throw new IOException("waited in vain at " + path + ": " + answer.text());
      }
      Pause.of(GLANCE);
    }
  }

  private static void require(Answer answer) throws IOException {
    if (answer.status() != 200) {
      throw new IOException(answer.status() + ": " + answer.text());
    }
  }
}
