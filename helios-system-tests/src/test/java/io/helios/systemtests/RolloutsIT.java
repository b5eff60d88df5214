package io.helios.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.helios.systemtests.fixtures.Agent;
import io.helios.systemtests.fixtures.Cluster;
import io.helios.systemtests.fixtures.Deployed;
import io.helios.systemtests.fixtures.EngineWatch;
import io.helios.systemtests.fixtures.Http;
import io.helios.systemtests.fixtures.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Rollouts over three agents on one engine, driven with our command line client. */
@Timeout(300)
class RolloutsIT {
  private static final List<String> HOSTS =
      List.of("systest-roll-1", "systest-roll-2", "systest-roll-3");
  private static final Duration LIMIT = Duration.ofMinutes(1);

  private static Cluster cluster;

  @BeforeAll
  static void start() {
    Map<String, List<String>> hosts = new TreeMap<>();
    for (String host : HOSTS) {
      String zone = host.endsWith("1") ? "a" : "b";
      hosts.put(host, List.of("--labels", "role=roll", "zone=" + zone));
    }
    cluster = Cluster.startWith("rollouts", hosts);
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @Test
  void with_overlap_no_host_is_ever_without_a_container() throws IOException {
    String one = serving("overlap:1");
    String two = serving("overlap:2");
    group("overlap");
    update(one, "overlap").ok();
    awaitEverywhere(one);

    try (EngineWatch first = watch(HOSTS.get(0));
        EngineWatch second = watch(HOSTS.get(1));
        EngineWatch third = watch(HOSTS.get(2))) {
      update(two, "overlap", "--overlap", "--par", "2").ok();
      awaitEverywhere(two);
      HOSTS.forEach(host -> awaitState(one, host, "none"));
      for (EngineWatch watch : List.of(first, second, third)) {
        assertThat(watch.emptied()).isEmpty();
        assertThat(watch.running(two)).hasSize(1);
      }
    }
    for (JsonNode host : rollout("overlap").path("hosts")) {
      assertThat(host.path("state").asText()).isEqualTo("DONE");
      assertThat(host.path("gapMillis").isNull()).isTrue();
      assertThat(host.path("durationMillis").asLong()).isPositive();
    }
    discard("overlap", one, two);
  }

  @Test
  void canaries_go_first_in_the_order_asked_for_and_the_others_wait_for_a_promotion() {
    String one = sleeping("canary:1");
    String two = sleeping("canary:2");
    group("canary");
    update(one, "canary").ok();

    Run canary = update(two, "canary", "--canary", "1", "--order", "zone=b,a").ok();

    assertThat(canary.out())
        .contains("systest-roll-2 -> RUNNING (1/3)\n")
        .contains("Canaries done. The others wait for: helios rollout promote ");
    assertThat(state(two, HOSTS.get(1))).isEqualTo("RUNNING");
    assertThat(state(one, HOSTS.get(0))).isEqualTo("RUNNING");
    assertThat(state(one, HOSTS.get(2))).isEqualTo("RUNNING");

    Run promoted = cluster.helios("rollout", "promote", "canary", "--watch").ok();
    assertThat(promoted.out()).contains("(3/3)\n").contains("Done.\n");
    HOSTS.forEach(host -> assertThat(state(two, host)).isEqualTo("RUNNING"));
    Run again = cluster.helios("rollout", "promote", "canary");
    assertThat(again.exitCode()).isEqualTo(1);
    assertThat(again.err()).contains("SUCCEEDED cannot be promoted");

    Run back = cluster.helios("rollback", "canary", "--yes").ok();
    assertThat(back.out()).contains("Rollback started: canary -> systest-canary:1:");
    HOSTS.forEach(host -> assertThat(state(one, host)).isEqualTo("RUNNING"));
    discard("canary", one, two);
  }

  @Test
  void a_rollout_that_fails_brings_the_job_before_it_back() {
    String good = sleeping("failing:1");
    String bad =
        Deployed.create(
            cluster.master(), "systest-failing:2", cluster.image(), "--", "sh", "-c", "exit 7");
    group("failing");
    update(good, "failing").ok();

    Run failed = update(bad, "failing", "--timeout", "20", "--rollback-on-failure");

    assertThat(failed.exitCode()).isEqualTo(1);
    assertThat(failed.err())
        .contains("Failed: systest-roll-1: timed out waiting for job")
        .contains("Rolled back to systest-failing:1:");
    HOSTS.forEach(host -> assertThat(state(good, host)).isEqualTo("RUNNING"));
    assertThat(rollout("failing").path("state").asText()).isEqualTo("ROLLED_BACK");
    discard("failing", good, bad);
  }

  @Test
  void hosts_that_failed_within_the_budget_are_tried_again_alone() {
    String job = sleeping("retried:1");
    group("retried");
    String taken = HOSTS.get(1);
    cluster.helios("deploy", "--wait", job, taken).ok();

    Run update = update(job, "retried", "--max-failures", "1").ok();
    assertThat(update.out())
        .contains(taken + " -> FAILED: job was already deployed, either manually")
        .contains("systest-roll-3 -> RUNNING (2/3)\n");

    cluster.helios("undeploy", "--wait", job, taken).ok();
    Run retry = cluster.helios("rollout", "retry", "retried", "--watch").ok();
    assertThat(retry.out()).contains(taken + " -> RUNNING (1/1)\n");
    JsonNode rollout = rollout("retried");
    assertThat(rollout.path("reason").asText()).isEqualTo("RETRY");
    assertThat(rollout.path("hosts")).hasSize(1);
    discard("retried", job);
  }

  @Test
  void a_plan_is_carried_out_only_while_the_facts_are_the_same() {
    String one = sleeping("planned:1");
    String two = sleeping("planned:2");
    group("planned");
    update(one, "planned").ok();

    JsonNode plan = Http.json(update(two, "planned", "--dry-run", "--json").ok().out());
    assertThat(plan.path("batches").asInt()).isEqualTo(3);
    assertThat(plan.path("hosts").findValuesAsText("action"))
        .containsExactly("REPLACE", "REPLACE", "REPLACE");
    String fingerprint = plan.path("fingerprint").asText();

    cluster.helios("cordon", HOSTS.get(2)).ok();
    Run refused = update(two, "planned", "--plan", fingerprint);
    assertThat(refused.exitCode()).isEqualTo(1);
    HOSTS.forEach(host -> assertThat(state(one, host)).isEqualTo("RUNNING"));
    assertThat(update(two, "planned", "--dry-run").ok().out()).contains("SKIP_CORDONED");

    cluster.helios("uncordon", HOSTS.get(2)).ok();
    update(two, "planned", "--plan", fingerprint).ok();
    HOSTS.forEach(host -> assertThat(state(two, host)).isEqualTo("RUNNING"));
    discard("planned", one, two);
  }

  @Test
  void a_host_that_goes_down_in_the_middle_is_caught_up_when_it_returns() {
    String one = sleeping("down:1");
    String two = sleeping("down:2");
    group("down");
    update(one, "down").ok();
    Agent lost = cluster.agent(HOSTS.get(2));

    update(two, "down", "--async", "--min-healthy", "20").ok();
    awaitState(two, HOSTS.get(0), "RUNNING");
    lost.program().kill();
    Run rest = cluster.helios("rollout", "status", "down", "--watch").ok();
    assertThat(rest.out()).contains("Done.\nCaught up when they return: " + HOSTS.get(2) + "\n");
    assertThat(state(two, HOSTS.get(1))).isEqualTo("RUNNING");

    lost.startAgain();
    awaitState(two, HOSTS.get(2), "RUNNING");
    awaitState(one, HOSTS.get(2), "none");
    await().atMost(LIMIT).until(() -> rollout("down").path("state").asText().equals("SUCCEEDED"));
    assertThat(rollout("down").path("reason").asText()).isEqualTo("HOSTS_CHANGED");
    discard("down", one, two);
  }

  @Test
  void a_master_that_is_killed_in_the_middle_goes_on_where_it_was() {
    String one = sleeping("killed:1");
    String two = sleeping("killed:2");
    group("killed");
    update(one, "killed").ok();

    update(two, "killed", "--async", "--min-healthy", "3").ok();
    awaitState(two, HOSTS.get(1), "RUNNING");
    String id = rollout("killed").path("id").asText();
    cluster.master().program().kill();
    cluster.master().startAgain();

    cluster.helios("rollout", "status", id, "--watch").ok();
    JsonNode rollout = rollout("killed");
    assertThat(rollout.path("id").asText()).isEqualTo(id);
    assertThat(rollout.path("hosts").findValuesAsText("state"))
        .containsExactly("DONE", "DONE", "DONE");
    HOSTS.forEach(host -> assertThat(state(two, host)).isEqualTo("RUNNING"));
    discard("killed", one, two);
  }

  @Test
  void a_rollout_that_is_interfered_with_ends_as_documented() {
    String one = sleeping("disturbed:1");
    String two = sleeping("disturbed:2");
    group("disturbed");
    update(one, "disturbed").ok();

    String replaced = begin(two, "disturbed");
    String stopped = begin(one, "disturbed");
    awaitEnd(replaced, "STOPPED", "replaced by rollout " + stopped);
    cluster.helios("stop-deployment-group", "disturbed").ok();
    awaitEnd(stopped, "STOPPED", "Stopped by user");

    String undeployed = begin(two, "disturbed");
    awaitState(two, HOSTS.get(0), "RUNNING");
    cluster.helios("undeploy", two, HOSTS.get(0)).ok();
    awaitEnd(undeployed, "FAILED", "unexpectedly undeployed");

    String paused = begin(two, "disturbed");
    awaitState(two, HOSTS.get(0), "RUNNING");
    cluster.helios("rollout", "pause", "disturbed").ok();
    assertThat(rollout("disturbed").path("state").asText()).isEqualTo("PAUSED");
    cluster.helios("rollout", "resume", paused).ok();
    cluster.helios("remove-deployment-group", "disturbed").ok();
    await()
        .atMost(LIMIT)
        .until(() -> Http.get(cluster.master().url() + "/rollouts/" + paused).status() == 404);
    assertThat(state(two, HOSTS.get(0))).isEqualTo("RUNNING");

    group("disturbed");
    update(one, "disturbed").ok();
    HOSTS.forEach(host -> awaitState(two, host, "none"));
    discard("disturbed", one, two);
  }

  @Test
  void hosts_join_and_leave_as_a_group_is_edited() {
    String job = sleeping("edited:1");
    cluster.helios("create-deployment-group", "edited", "role=roll", "zone=b").ok();
    update(job, "edited").ok();
    assertThat(state(job, HOSTS.get(0))).isEqualTo("none");

    Run unasked = cluster.helios("edit-deployment-group", "edited", "zone=a");
    assertThat(unasked.exitCode()).isEqualTo(1);
    assertThat(unasked.out())
        .contains("Joining: systest-roll-1\nLeaving: systest-roll-2, systest-roll-3\n");
    cluster.helios("edit-deployment-group", "edited", "zone=a", "--yes").ok();

    awaitState(job, HOSTS.get(0), "RUNNING");
    awaitState(job, HOSTS.get(1), "none");
    awaitState(job, HOSTS.get(2), "none");
    assertThat(cluster.helios("preview-deployment-group", "edited").ok().out())
        .contains("systest-roll-1    UP        role=roll, zone=a")
        .doesNotContain("zone=b");
    discard("edited", job);
  }

  private static String sleeping(String job) {
    return Deployed.create(
        cluster.master(), "systest-" + job, cluster.image(), "--", "sh", "-c", Cluster.SLEEP);
  }

  private static String serving(String job) {
    return Deployed.create(
        cluster.master(),
        "systest-" + job,
        cluster.image(),
        "-p",
        "http=8080",
        "--http-check",
        "http:/",
        "--",
        "sh",
        "-c",
        Cluster.SERVE);
  }

  private static void group(String name) {
    cluster.helios("create-deployment-group", name, "role=roll").ok();
  }

  /** As quickly as it may, unless the options say otherwise. */
  private static Run update(String job, String group, String... options) {
    List<String> all = new ArrayList<>(List.of("rolling-update", job, group));
    all.addAll(List.of(options));
    if (!all.contains("--min-healthy")) {
      all.addAll(List.of("--min-healthy", "1"));
    }
    return cluster.helios(all.toArray(String[]::new));
  }

  /** Begins one that takes its time; returns its id. */
  private static String begin(String job, String group) {
    update(job, group, "--async", "--min-healthy", "60").ok();
    return rollout(group).path("id").asText();
  }

  private static void awaitEnd(String id, String state, String error) {
    String url = cluster.master().url() + "/rollouts/" + id;
    await()
        .atMost(LIMIT)
        .untilAsserted(
            () -> {
              JsonNode rollout = Http.get(url).json();
              assertThat(rollout.path("state").asText()).isEqualTo(state);
              assertThat(rollout.path("error").asText()).contains(error);
            });
  }

  /** The group's newest rollout. */
  private static JsonNode rollout(String group) {
    String master = cluster.master().url();
    String id =
        Http.get(master + "/deployment-group/" + group + "/rollouts?limit=1")
            .json()
            .path(0)
            .path("id")
            .asText();
    return Http.get(master + "/rollouts/" + id).json();
  }

  private static String state(String job, String host) {
    return new Deployed(cluster.master(), job, host).state();
  }

  private static void awaitState(String job, String host, String state) {
    await().atMost(LIMIT).until(() -> state(job, host), state::equals);
  }

  private static void awaitEverywhere(String job) {
    HOSTS.forEach(host -> awaitState(job, host, "RUNNING"));
  }

  private static EngineWatch watch(String host) throws IOException {
    return new EngineWatch(
        Files.readString(cluster.agent(host).stateDirectory().resolve("id")).strip());
  }

  private static void discard(String group, String... jobs) {
    cluster.helios("remove-deployment-group", group).ok();
    for (String job : jobs) {
      cluster.helios("undeploy", "-a", "--yes", "--wait", job).ok();
      cluster.helios("remove", "--yes", job).ok();
    }
  }
}
