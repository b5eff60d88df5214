package io.helios.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.helios.agent.fixtures.LocalEngine;
import io.helios.agent.fixtures.LocalImages;
import io.helios.benchmarks.cluster.Cluster;
import io.helios.benchmarks.cluster.CpuWatch;
import io.helios.benchmarks.cluster.Pause;
import io.helios.benchmarks.report.Measure;
import io.helios.benchmarks.report.Results;
import io.helios.benchmarks.wire.HttpConnections.Answer;
import io.helios.systemtests.fixtures.Agent;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import net.sourceforge.argparse4j.inf.Namespace;
import net.sourceforge.argparse4j.inf.Subparser;

/**
 * One deployment at a time through a real master and a real agent to a container on the real
 * engine, as its client sees it, each beside the same container made on the raw engine.
 */
final class Deploy implements Scenario {
  private static final String HOST = "bench";
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final Duration GLANCE = Duration.ofMillis(2);
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
    parser.addArgument("--fleet").choices("docker").setDefault("docker").help("a real agent");
    Cluster.options(parser, 1);
    parser.addArgument("--rounds").type(Integer.class).setDefault(100).help("default: 100");
    parser
        .addArgument("--warm-up")
        .type(Integer.class)
        .setDefault(20)
        .help("rounds before that, which do not count (default: 20)");
  }

  @Override
  public void run(Namespace options, Results results) throws IOException, InterruptedException {
    int warmUp = options.getInt("warm_up");
    String image;
    RawEngine engine;
    try (var local = new LocalEngine()) {
      image = LocalImages.busybox(local.client());
      engine = new RawEngine(local.socket());
    }
    results.fact("fleet", "docker").fact("warmUpRounds", warmUp);
    try (Cluster cluster = Cluster.start(options, results);
        Agent agent = startAgent(cluster)) {
      await(cluster, "/hosts/" + HOST + "/status", Deploy::isUp);
      CpuWatch processors = cluster.watchProcessors();
      for (int i = 0; i < warmUp + options.getInt("rounds"); i++) {
        if (i == warmUp) {
          List.of(raw, deployed, rawGone, gone).forEach(List::clear);
          processors = cluster.watchProcessors();
        }
        raw(engine, image);
        round(cluster, image, i);
      }
      processors.addTo(results);
      results.fact("agentAlive", agent.program().isAlive());
    }
    addTo(results);
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

  private static Agent startAgent(Cluster cluster) {
    return Agent.start(cluster.directory(), HOST, cluster.zookeepers().connect());
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

  private void round(Cluster cluster, String image, int number)
      throws IOException, InterruptedException {
    String command = String.join("\",\"", Rig.COMMAND);
    String job =
        "{\"id\":\"bench-%d:1\",\"image\":\"%s\",\"command\":[\"%s\"]}"
            .formatted(number, image, command);
    Answer created = cluster.ask("POST", "/jobs?user=bench", job);
    String id = JSON.readTree(created.body()).path("id").asText();
    String path = "/hosts/" + HOST + "/jobs/" + id;
    String status = "/hosts/" + HOST + "/status";

    long began = System.nanoTime();
    require(cluster.ask("PUT", path, "{\"job\":\"" + id + "\",\"goal\":\"START\"}"));
    await(cluster, status, host -> state(host, id).equals("RUNNING"));
    deployed.add((System.nanoTime() - began) / 1e6);

    began = System.nanoTime();
    require(cluster.ask("DELETE", path, ""));
    await(cluster, status, host -> state(host, id).isEmpty());
    gone.add((System.nanoTime() - began) / 1e6);
  }

  private static String state(JsonNode host, String job) {
    return host.path("statuses").path(job).path("state").asText();
  }

  private static boolean isUp(JsonNode host) {
    return host.path("status").asText().toUpperCase(Locale.ROOT).equals("UP");
  }

  private static void await(Cluster cluster, String path, Predicate<JsonNode> wanted)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (true) {
      Answer answer = cluster.ask("GET", path, "");
      if (answer.status() == 200 && wanted.test(JSON.readTree(answer.body()))) {
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
