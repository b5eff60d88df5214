package io.helios.benchmarks;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.helios.benchmarks.cluster.BenchMaster;
import io.helios.benchmarks.cluster.Cluster;
import io.helios.benchmarks.fleet.Fleet;
import io.helios.benchmarks.wire.HttpConnections;
import io.helios.model.job.JobId;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** Asks masters for what they are believed to know. */
final class Verification {
  private static final ObjectMapper JSON = new ObjectMapper(new JsonFactory());
  private static final Duration ANSWER = Duration.ofSeconds(30);

  private Verification() {}

  /** How many of all jobs on all hosts are RUNNING; the least that any master says. */
  static long running(Cluster cluster, int hosts, List<JobId> jobs)
      throws IOException, InterruptedException {
    long least = Long.MAX_VALUE;
    for (BenchMaster master : cluster.masters()) {
      try (HttpConnections connection = new HttpConnections(cluster.loop(), master.url(), 1, 1)) {
        long running = 0;
        for (int i = 0; i < hosts; i++) {
          String path = "/hosts/" + Fleet.name(i) + "/status";
          JsonNode statuses =
              JSON.readTree(connection.ask("GET", path, null, ANSWER).body()).path("statuses");
          for (JobId job : jobs) {
            String state = statuses.path(job.toString()).path("state").asText();
            running += state.equals("RUNNING") ? 1 : 0;
          }
        }
        least = Math.min(least, running);
      }
    }
    return least;
  }
}
