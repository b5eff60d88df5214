package io.helios.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.helios.benchmarks.cluster.BenchMaster;
import io.helios.benchmarks.cluster.CpuWatch;
import io.helios.benchmarks.cluster.FullCluster;
import io.helios.benchmarks.cluster.Pause;
import io.helios.benchmarks.cluster.ProcessFigures;
import io.helios.benchmarks.cluster.SyntheticCluster;
import io.helios.benchmarks.option.NumberOption;
import io.helios.benchmarks.report.Measure;
import io.helios.benchmarks.report.Results;
import io.helios.benchmarks.scenario.Scenario;
import io.helios.benchmarks.wire.HttpConnections;
import io.helios.benchmarks.wire.HttpConnections.Answer;
import java.io.IOException;
import java.time.Duration;
import net.sourceforge.argparse4j.inf.Namespace;
import net.sourceforge.argparse4j.inf.Subparser;
import org.jspecify.annotations.Nullable;

/**
 * What a cluster costs a master in which nothing happens: many groups, each with a rollout that has
 * ended, on many hosts. First without a sound, then with the reports that agents send once a
 * minute.
 */
final class MasterIdle implements Scenario {
  private static final ObjectMapper JSON = new ObjectMapper(new JsonFactory());
  private static final Duration ANSWER = Duration.ofSeconds(30);
  private static final Duration GLANCE = Duration.ofMillis(50);
  private static final Duration MINUTE = Duration.ofMinutes(1);

  @Override
  public String name() {
    return "master-idle";
  }

  @Override
  public String help() {
    return "what an idle cluster of many groups costs a master";
  }

  @Override
  public void options(Subparser parser) {
    FullCluster.options(parser, 5_000, 20);
    NumberOption.add(parser, "--groups", 200, "groups of 20 hosts");
    NumberOption.add(parser, "--settle", 30, "seconds after the rollouts that do not count");
    NumberOption.add(parser, "--seconds", 60, "of each of the two");
    NumberOption.add(parser, "--limit", 300, "seconds after which the rollouts are given up");
  }

  @Override
  public void run(Namespace options, Results results) throws IOException, InterruptedException {
    try (FullCluster full = FullCluster.fill(options, results)) {
      SyntheticCluster cluster = full.contents();
      BenchMaster master = full.startMaster();
      int groups = Math.min(options.getInt("groups"), cluster.sets());
      results.fact("groups", groups);
      try (HttpConnections connections = new HttpConnections(full.loop(), master.url(), 1, 1)) {
        begin(connections, cluster, groups);
        awaitDone(connections, groups, Duration.ofSeconds(options.getInt("limit")));
      }
      Pause.of(Duration.ofSeconds(options.getInt("settle")));
      CpuWatch processors = full.watchProcessors();
      results.add(
          idle(options, master, null, "idleCpuPercent", "  processor time of an idle master"),
          idle(options, master, cluster, "reportsCpuPercent", "  with agents' reports"));
      processors.addTo(results);
    }
  }

  private static void begin(HttpConnections connections, SyntheticCluster cluster, int groups)
      throws IOException, InterruptedException {
    for (int group = 0; group < groups; group++) {
      ask(
          connections,
          "POST",
          "/deployment-group/",
          "{\"name\":\"group-%d\",\"hostSelectors\":[{\"label\":\"set\",\"operator\":\"EQUALS\",\"operand\":\"s%d\"}]}"
              .formatted(group, group));
      // Adopts what runs there already.
      ask(
          connections,
          "POST",
          "/deployment-group/group-" + group + "/rolling-update",
          "{\"job\":\"%s\",\"rolloutOptions\":{\"parallelism\":20,\"migrate\":true}}"
              .formatted(cluster.jobOf(group)));
    }
  }

  private static void awaitDone(HttpConnections connections, int groups, Duration limit)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    for (int group = 0; group < groups; group++) {
      String path = "/deployment-group/group-" + group + "/rollouts?limit=1";
      while (true) {
        JsonNode rollout = JSON.readTree(ask(connections, "GET", path, null)).path(0);
        if (rollout.path("state").asText().equals("SUCCEEDED")) {
          break;
        }
        if (System.nanoTime() > deadline) {
          throw new IOException("a rollout has not succeeded: " + rollout);
        }
        Pause.of(GLANCE);
      }
    }
  }

  /**
   * @param cluster whose hosts report meanwhile; null if they do not
   */
  private static Measure idle(
      Namespace options,
      BenchMaster master,
      @Nullable SyntheticCluster cluster,
      String key,
      String name)
      throws IOException, InterruptedException {
    ProcessFigures figures = new ProcessFigures(master.program().pid());
    Duration seconds = Duration.ofSeconds(options.getInt("seconds"));
    int hosts = options.getInt("hosts");
    Duration before = figures.cpu();
    long began = System.nanoTime();
    if (cluster == null) {
      Pause.of(seconds);
    } else {
      long reports = hosts * seconds.toNanos() / MINUTE.toNanos();
      for (long i = 0; i < reports; i++) {
        long left = began + i * MINUTE.toNanos() / hosts - System.nanoTime();
        if (left > 0) {
          Pause.of(Duration.ofNanos(left));
        }
        cluster.reportAgain((int) (i % hosts), i + 1);
      }
    }
    double share = 100.0 * figures.cpu().minus(before).toNanos() / (System.nanoTime() - began);
    return Measure.of(key, name, "% of a core", share).wanted("< 1");
  }

  private static String ask(
      HttpConnections connections, String method, String path, @Nullable String body)
      throws IOException, InterruptedException {
    Answer answer =
        connections.ask(method, path, body == null ? null : body.getBytes(UTF_8), ANSWER);
    if (answer.status() != 200) {
      throw new IOException(method + " " + path + ": " + answer.status() + " " + answer.text());
    }
    return answer.text();
  }
}
