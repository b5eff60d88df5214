package io.helios.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Each scenario, small: that it measures, not what. */
@Timeout(400)
class SmokeIT {
  @TempDir private Path directory;

  @Test
  void a_storm_is_followed_to_running_in_every_view() throws IOException {
    JsonNode report =
        measure("storm", "--hosts", "12", "--jobs", "4", "--masters", "2", "--warm-up", "1");

    assertThat(report.path("deploymentsPerSecond").asDouble()).isPositive();
    assertThat(report.path("runningMillis.count").asInt()).isEqualTo(48);
    assertThat(report.path("runningInEveryView").asInt()).isEqualTo(48);
    assertThat(report.path("runningMillis").asDouble())
        .isGreaterThanOrEqualTo(report.path("tellingMillis").asDouble());
    assertThat(report.path("zookeeperWritesPerDeployment").asDouble()).isGreaterThan(1);
    assertThat(report.path("fleet").asText()).isEqualTo("fleet");
  }

  @Test
  void a_rollout_is_timed_beside_its_starts_alone() throws IOException {
    JsonNode report =
        measure(
            "rollout --hosts 12 --parallelism 4 --start-millis 50 --rounds 2 --warm-up 1"
                .split(" "));

    assertThat(report.path("idealSeconds").asDouble()).isCloseTo(0.15, within(0.001));
    assertThat(report.path("ratioToIdeal.count").asInt()).isEqualTo(2);
    assertThat(report.path("ratioToIdeal").asDouble()).isGreaterThan(1);
    assertThat(report.path("nextHostMillis.count").asInt()).isEqualTo(2 * 8);
    assertThat(report.path("replaceSeconds").asDouble()).isGreaterThan(0.15);
    assertThat(report.path("runningInEveryView").asInt()).isEqualTo(3 * 12);
  }

  @Test
  void a_cluster_is_listed_at_rest_and_while_it_changes() throws IOException {
    JsonNode report =
        measure(
            "listing --hosts 10 --tasks 60 --rate 30 --seconds 2 --churn 5 --warm-up 1 --commands 1"
                .split(" "));

    assertThat(report.path("hostsMillis.count").asInt()).isEqualTo(20);
    assertThat(report.path("jobStatusChurnMillis.count").asInt()).isEqualTo(20);
    assertThat(report.path("hostStatusMillis").asDouble()).isPositive();
    assertThat(report.path("cliHostsSeconds").asDouble()).isPositive();
  }

  @Test
  void a_master_in_a_full_cluster_is_weighed_asked_and_made_to_follow() throws IOException {
    JsonNode report =
        measure(
            ("master-view --hosts 10 --tasks 3 --rate 20 --seconds 1 --warm-up 1 --changes 500"
                    + " --whole 1")
                .split(" "));

    assertThat(report.path("tasks").asInt()).isEqualTo(30);
    assertThat(report.path("liveSeconds").asDouble()).isPositive();
    assertThat(report.path("heapMiB").asDouble()).isGreaterThan(5);
    for (String kind : List.of("hosts", "jobStatus", "page")) {
      assertThat(report.path(kind + "Millis.count").asInt()).isEqualTo(20);
    }
    assertThat(report.path("allStatusesSeconds").asDouble()).isPositive();
    assertThat(report.path("allStatusesMB").asDouble()).isGreaterThan(0.03);
    assertThat(report.path("lagMillis").asDouble()).isPositive();
  }

  @Test
  void watchers_are_told_of_what_changes() throws IOException {
    JsonNode report =
        measure(
            ("watch --watchers 30 --everything 10 --changes 40 --seconds 3 --warm-up 1 --hosts 8"
                    + " --tasks 5")
                .split(" "));

    assertThat(report.path("watchers").asInt()).isEqualTo(30);
    assertThat(report.path("deliveryMillis.count").asInt())
        .isEqualTo(
            report.path("filteredMillis.count").asInt()
                + report.path("everythingMillis.count").asInt());
    // Each of 3 is told of each of 120, but for states that were replaced before.
    assertThat(report.path("everythingMillis.count").asInt()).isBetween(3 * 40, 3 * 120);
    assertThat(report.path("filteredMillis").asDouble()).isPositive();
    assertThat(report.path("beginSeconds").asDouble()).isPositive();
    assertThat(report.path("writeMillis.count").asInt()).isEqualTo(120);
  }

  @Test
  void a_master_of_an_idle_cluster_is_watched_with_and_without_reports() throws IOException {
    JsonNode report =
        measure("master-idle --hosts 10 --tasks 3 --groups 1 --settle 1 --seconds 2".split(" "));

    assertThat(report.path("groups").asInt()).isEqualTo(1);
    assertThat(report.path("idleCpuPercent").asDouble(-1)).isBetween(0.0, 200.0);
    assertThat(report.path("reportsCpuPercent").asDouble(-1)).isBetween(0.0, 200.0);
  }

  @Test
  void no_acknowledged_write_is_lost_when_a_master_is_killed() throws IOException {
    JsonNode report = measure("failover --clients 2 --seconds 2 --rounds 1".split(" "));

    assertThat(report.path("acknowledged").asDouble()).isPositive();
    assertThat(report.path("masterWindowMillis.count").asInt()).isEqualTo(2);
    assertThat(report.path("lost").asDouble()).isZero();
    assertThat(report.path("appliedTwice").asDouble()).isZero();
  }

  @Test
  void all_agents_come_back_at_once() throws IOException {
    JsonNode report = measure("restart-all --hosts 12 --jobs 2 --rounds 1".split(" "));

    assertThat(report.path("containerSteps").asDouble()).isZero();
    assertThat(report.path("seenSeconds").asDouble())
        .isGreaterThanOrEqualTo(report.path("upSeconds").asDouble());
  }

  @Test
  void real_agents_come_back_and_take_no_step() throws IOException {
    JsonNode report =
        measure("restart-all --fleet agents --hosts 4 --jobs 2 --rounds 1".split(" "));

    assertThat(report.path("fleet").asText()).isEqualTo("agents");
    assertThat(report.path("containerSteps").asDouble()).isZero();
    assertThat(report.path("seenSeconds").asDouble())
        .isGreaterThanOrEqualTo(report.path("upSeconds").asDouble());
  }

  @Test
  void what_comes_and_goes_leaves_what_was_asked_for() throws IOException {
    JsonNode report = measure("soak --hosts 5 --jobs 4 --rate 20 --seconds 4".split(" "));

    assertThat(report.path("wrongInTheEnd").asDouble()).isZero();
    assertThat(report.path("lastQuarterMiB").asDouble()).isPositive();
  }

  @Test
  void a_deployment_by_a_real_agent_is_timed_without_an_engine() throws IOException {
    JsonNode report = measure("deploy --fleet agents --rounds 2 --warm-up 1".split(" "));

    assertThat(report.path("fleet").asText()).isEqualTo("agents");
    assertThat(report.path("deployMillis.count").asInt()).isEqualTo(2);
    assertThat(report.path("rawMillis").asDouble()).isPositive();
  }

  @Test
  void a_deployment_is_timed_beside_the_raw_engine() throws IOException {
    JsonNode report = measure("deploy --rounds 2 --warm-up 1".split(" "));

    assertThat(report.path("deployMillis.count").asInt()).isEqualTo(2);
    assertThat(report.path("medianToRaw").asDouble()).isPositive();
    assertThat(report.path("goneToRaw").asDouble()).isPositive();
  }

  @Test
  void idle_processes_are_weighed() throws IOException {
    JsonNode report = measure("footprint --settle 1 --seconds 1 --commands 1".split(" "));

    for (String who : List.of("master", "agent", "solo")) {
      assertThat(report.path(who + "ResidentMiB").asDouble()).isGreaterThan(20);
    }
    assertThat(report.path("commandSeconds").asDouble()).isPositive();
  }

  @Test
  void hot_paths_are_measured_by_themselves() throws IOException {
    JsonNode report =
        measure(
            "micro --forks 1 --iterations 1 --warm-up 0 --millis 20 --only (plan|derive|readS|updateS)"
                .split(" "));

    for (String path : List.of("planRunning", "deriveStatus", "readStatus", "updateStatus")) {
      assertThat(report.path(path + "Micros").asDouble()).isPositive();
    }
  }

  @Test
  void the_engine_is_timed() throws IOException {
    JsonNode report = measure("engine", "--rounds", "2", "--warm-up", "1");

    assertThat(report.path("startMillis.count").asInt()).isEqualTo(2);
    assertThat(report.path("createMillis").asDouble()).isPositive();
  }

  @Test
  void a_deployment_is_split_into_what_the_engine_and_what_the_agent_took() throws IOException {
    JsonNode report = measure("agent-deploy", "--rounds", "3", "--warm-up", "1");

    assertThat(report.path("assignedToRunningMillis.count").asInt()).isEqualTo(3);
    double whole = report.path("assignedToRunningMillis").asDouble();
    assertThat(report.path("engineMillis").asDouble()).isBetween(1.0, whole);
    assertThat(report.path("addedMillis").asDouble()).isBetween(0.1, whole);
    assertThat(report.path("rawMillis").asDouble()).isGreaterThan(1);
  }

  @Test
  void a_burst_is_compared_with_the_raw_engine() throws IOException {
    JsonNode report = measure("agent-burst", "--containers", "6");

    double raw = report.path("rawSeconds").asDouble();
    double agent = report.path("agentSeconds").asDouble();
    assertThat(report.path("agentToRaw").asDouble()).isCloseTo(agent / raw, within(0.01));
    assertThat(report.path("residentMiB").asDouble()).isGreaterThan(10);
    assertThat(report.path("threads").asDouble()).isGreaterThan(5);
  }

  @Test
  void an_idle_agent_is_weighed() throws IOException {
    JsonNode report = measure("agent-idle", "--containers", "3", "--settle", "1", "--seconds", "2");

    assertThat(report.path("cpuPercent").asDouble()).isBetween(0.0, 200.0);
    assertThat(report.path("residentMiB").asDouble()).isGreaterThan(10);
  }

  @Test
  void a_container_that_was_killed_is_seen_and_replaced() throws IOException {
    JsonNode report = measure("agent-exit", "--rounds", "2", "--warm-up", "0");

    assertThat(report.path("seenMillis.count").asInt()).isEqualTo(2);
    assertThat(report.path("againMillis").asDouble())
        .isGreaterThan(report.path("seenMillis").asDouble());
  }

  @Test
  void a_restart_touches_no_container() throws IOException {
    JsonNode report = measure("agent-restart", "--containers", "3", "--rounds", "2");

    assertThat(report.path("touched.max").asDouble()).isZero();
    assertThat(report.path("upSeconds").asDouble())
        .isGreaterThanOrEqualTo(report.path("adoptedSeconds").asDouble());
  }

  @Test
  void a_scenario_that_does_not_exist_is_refused() {
    assertThat(BenchMain.run("agent-dance")).isEqualTo(2);
  }

  /** Runs a scenario; returns its JSON. */
  private JsonNode measure(String... arguments) throws IOException {
    Path json = directory.resolve("numbers.json");
    Path page = directory.resolve("page.html");
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--json", json.toString(), "--html", page.toString()));
    assertThat(BenchMain.run(all.toArray(String[]::new))).isZero();

    assertThat(page).content().contains("<table>");
    JsonNode report = new ObjectMapper().readTree(json.toFile());
    assertThat(report.path("scenario").asText()).isEqualTo(arguments[0]);
    assertThat(report.path("machine.cpus").asInt()).isPositive();
    return report;
  }
}
