package io.helios.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Each scenario with a few containers: that it measures, not what. */
@Timeout(240)
class SmokeIT {
  @TempDir private Path directory;

  @Test
  void a_deployment_is_split_into_what_the_engine_and_what_the_agent_took() throws IOException {
    Map<String, JsonNode> measures = measure("agent-deploy", "--rounds", "3", "--warm-up", "1");

    assertThat(measures.get("agent, assignment to RUNNING").path("count").asInt()).isEqualTo(3);
    double whole = median(measures, "agent, assignment to RUNNING");
    assertThat(median(measures, "  of it in create and start")).isBetween(1.0, whole);
    assertThat(median(measures, "  added by the agent")).isBetween(0.1, whole);
    assertThat(median(measures, "raw create + start")).isGreaterThan(1);
  }

  @Test
  void a_burst_is_compared_with_the_raw_engine() throws IOException {
    Map<String, JsonNode> measures = measure("agent-burst", "--containers", "6");

    double raw = median(measures, "raw, 4 at a time");
    double agent = median(measures, "agent, assignment to all RUNNING");
    assertThat(median(measures, "agent / raw")).isCloseTo(agent / raw, within(0.001));
    assertThat(median(measures, "agent's resident memory at the end")).isGreaterThan(10);
    assertThat(median(measures, "agent's threads at the end")).isGreaterThan(5);
  }

  @Test
  void an_idle_agent_is_weighed() throws IOException {
    Map<String, JsonNode> measures =
        measure("agent-idle", "--containers", "3", "--settle", "1", "--seconds", "2");

    assertThat(median(measures, "processor time")).isBetween(0.0, 200.0);
    assertThat(median(measures, "resident memory")).isGreaterThan(10);
  }

  @Test
  void a_restart_touches_no_container() throws IOException {
    Map<String, JsonNode> measures = measure("agent-restart", "--containers", "3", "--rounds", "2");

    assertThat(measures.get("containers touched").path("max").asDouble()).isZero();
    assertThat(median(measures, "from exec to adopted and host UP"))
        .isGreaterThanOrEqualTo(median(measures, "from exec to all adopted"));
  }

  @Test
  void a_scenario_that_does_not_exist_is_refused() {
    assertThat(BenchMain.run("agent-dance")).isEqualTo(2);
  }

  /** Runs a scenario; returns its measures by name. */
  private Map<String, JsonNode> measure(String... arguments) throws IOException {
    Path json = directory.resolve("numbers.json");
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--json", json.toString()));
    assertThat(BenchMain.run(all.toArray(String[]::new))).isZero();

    JsonNode report = new ObjectMapper().readTree(json.toFile());
    assertThat(report.path("scenario").asText()).isEqualTo(arguments[0]);
    assertThat(report.path("machine").path("cpus").asInt()).isPositive();
    Map<String, JsonNode> measures = new TreeMap<>();
    report.path("measures").forEach(one -> measures.put(one.path("name").asText(), one));
    return measures;
  }

  private static double median(Map<String, JsonNode> measures, String name) {
    return measures.get(name).path("median").asDouble();
  }
}
