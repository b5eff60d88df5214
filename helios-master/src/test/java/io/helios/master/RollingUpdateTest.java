package io.helios.master;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.helios.master.fixtures.Reply;
import io.helios.master.fixtures.ScriptedFleet;
import io.helios.model.job.Job;
import io.helios.model.job.JobId;
import io.helios.model.job.PortMapping;
import io.helios.model.task.Goal;
import io.helios.model.task.State;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real master with agents that do what they are told, and groups that are rolled out. */
class RollingUpdateTest {
  private static final Map<String, String> WEB = Map.of("role", "web");
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private MasterFixture master;
  private ScriptedFleet fleet;
  private JobId one;
  private JobId two;

  @BeforeEach
  void start(@TempDir Path directory) throws Exception {
    master = MasterFixture.started(directory);
    fleet = new ScriptedFleet(master.other, Duration.ofMillis(5));
    one = master.create(MasterFixture.job("one"));
    two = master.create(MasterFixture.job("two"));
  }

  @AfterEach
  void stop() {
    fleet.close();
    master.close();
  }

  @Test
  void a_group_gets_its_job_on_every_host_and_then_the_next_one() {
    hosts("h1", "h2", "h10");
    group("g", "role=web");

    String first = roll("g", one, "{\"parallelism\":2}");
    awaitState(first, "SUCCEEDED");

    Reply status = master.get("/deployment-group/g/status");
    assertThat(status.at("/status").asText()).isEqualTo("ACTIVE");
    assertThat(status.at("/deploymentGroupStatus/state").asText()).isEqualTo("DONE");
    assertThat(status.at("/error").isNull()).isTrue();
    assertThat(status.at("/rolloutId").asText()).isEqualTo(first);
    assertThat(hostStates(status)).containsExactly("h1 RUNNING", "h2 RUNNING", "h10 RUNNING");
    assertThat(master.get("/hosts/h2/status").at("/jobs/" + one + "/deploymentGroupName").asText())
        .isEqualTo("g");

    String second = roll("g", two, null);
    awaitState(second, "SUCCEEDED");

    assertThat(deployed("h1")).containsExactly(two.toString());
    assertThat(deployed("h10")).containsExactly(two.toString());
    Reply rollout = master.get("/rollouts/" + second);
    assertThat(rollout.at("/fromJob").asText()).isEqualTo(one.toString());
    assertThat(rollout.at("/hosts")).hasSize(3);
    assertThat(rollout.at("/hosts/0/state").asText()).isEqualTo("DONE");
    assertThat(rollout.at("/hosts/0/gapMillis").isNumber()).isTrue();
    List<String> events = rollout.at("/events").findValuesAsText("type");
    assertThat(events).startsWith("STARTED", "HOST_MOVING").endsWith("HOST_DONE", "SUCCEEDED");
    JsonNode all = master.get("/deployment-group/g/rollouts?limit=5").json();
    assertThat(all).hasSize(2);
    assertThat(all.at("/0/id").asText()).isEqualTo(second);
    assertThat(all.at("/0/counts/done").asInt()).isEqualTo(3);
  }

  @Test
  void a_host_that_does_not_get_there_in_time_fails_the_rollout_and_the_rest_stays_as_it_is() {
    hosts("h1", "h2");
    group("g", "role=web");
    awaitState(roll("g", one, null), "SUCCEEDED");
    fleet.outcome(
        (host, job) ->
            host.equals("h1") && job.equals(two)
                ? Optional.of(State.FAILED)
                : Optional.of(State.RUNNING));

    String id = roll("g", two, "{\"timeout\":1}");
    awaitState(id, "FAILED");

    Reply status = master.get("/deployment-group/g/status");
    assertThat(status.at("/status").asText()).isEqualTo("FAILED");
    assertThat(status.at("/error").asText())
        .startsWith(
            "h1: timed out waiting for job " + two + " to reach state RUNNING (terminal job state");
    assertThat(deployed("h1")).containsExactly(two.toString());
    assertThat(deployed("h2")).containsExactly(one.toString());
    Reply rollout = master.get("/rollouts/" + id);
    assertThat(rollout.at("/hosts/0/state").asText()).isEqualTo("FAILED");
    assertThat(rollout.at("/hosts/1/state").asText()).isEqualTo("SKIPPED");
    assertThat(rollout.at("/hosts/1/reason").asText())
        .isEqualTo("the rollout ended before its turn");
    JsonNode counts = master.get("/deployment-group/g/rollouts").at("/0/counts");
    assertThat(counts.path("skipped").asInt()).isEqualTo(1);
    assertThat(counts.path("todo").asInt()).isZero();
    assertThat(event(rollout, "FAILED").path("message").asText()).startsWith("failed: h1: ");
  }

  @Test
  void an_automatic_rollout_shows_the_hosts_whose_turn_will_come() {
    hosts("h1");
    group("g", "role=web");
    awaitState(roll("g", one, null), "SUCCEEDED");
    fleet.outcome((host, job) -> Optional.empty());
    fleet.host("h2", Map.of("role", "spare"));
    fleet.host("h3", Map.of("role", "spare"));
    String spare =
        "{\"hostSelectors\":[{\"label\":\"role\",\"operator\":\"IN\",\"operand\":[\"web\",\"spare\"]}]}";
    awaitUp("h3", "UP");
    assertThat(master.send("PUT", "/deployment-group/g", spare).status()).isEqualTo(200);
    awaitGroup("g", "ROLLING_OUT");

    String id = master.get("/deployment-group/g/rollouts?limit=1").at("/0/id").asText();
    await()
        .atMost(LIMIT)
        .untilAsserted(
            () -> {
              JsonNode shown = master.get("/rollouts/" + id).at("/hosts");
              assertThat(shown.findValuesAsText("host")).containsExactly("h2", "h3");
              assertThat(shown.findValuesAsText("state")).containsExactly("MOVING", "TODO");
            });
  }

  @Test
  void an_estimate_counts_the_time_for_which_hosts_have_to_stay_healthy() {
    hosts("h1", "h2");
    group("g", "role=web");
    awaitState(roll("g", one, null), "SUCCEEDED");

    String body = "{\"job\":\"" + two + "\",\"rolloutOptions\":{\"minHealthy\":60}}";
    Reply plan = master.send("POST", "/deployment-group/g/rolling-update/plan", body);

    assertThat(plan.at("/estimateSeconds").asInt()).isBetween(120, 130);
  }

  @Test
  void what_failed_is_rolled_back_where_that_was_asked_for() {
    hosts("h1", "h2", "h3");
    group("g", "role=web");
    awaitState(roll("g", one, null), "SUCCEEDED");
    fleet.outcome(
        (host, job) ->
            host.equals("h2") && job.equals(two)
                ? Optional.of(State.EXITED)
                : Optional.of(State.RUNNING));

    String id = roll("g", two, "{\"timeout\":1,\"rollbackOnFailure\":true}");
    awaitState(id, "ROLLED_BACK");

    for (String host : List.of("h1", "h2", "h3")) {
      assertThat(deployed(host)).containsExactly(one.toString());
    }
    assertThat(master.get("/deployment-group/g").at("/jobId").asText()).isEqualTo(one.toString());
    assertThat(master.get("/deployment-group/g/status").at("/status").asText()).isEqualTo("FAILED");
  }

  @Test
  void hosts_that_join_come_back_or_leave_are_caught_up_by_themselves() {
    hosts("h1", "h2");
    group("g", "role=web");
    fleet.down("h2");
    awaitUp("h2", "DOWN");
    String first = roll("g", one, null);
    awaitState(first, "SUCCEEDED");
    assertThat(master.get("/rollouts/" + first).at("/hosts/1/state").asText()).isEqualTo("WAITING");

    fleet.up("h2");
    await().atMost(LIMIT).untilAsserted(() -> assertThat(deployed("h2")).hasSize(1));
    fleet.host("h3", WEB);
    await().atMost(LIMIT).untilAsserted(() -> assertThat(deployed("h3")).hasSize(1));
    awaitGroup("g", "ACTIVE");
    assertThat(master.get("/deployment-group/g").at("/rollingUpdateReason").asText())
        .isEqualTo("HOSTS_CHANGED");
    fleet.labels("h1", Map.of("role", "db"));
    await().atMost(LIMIT).untilAsserted(() -> assertThat(deployed("h1")).isEmpty());
    awaitGroup("g", "ACTIVE");

    // And once more, as a new host of the group.
    fleet.labels("h1", WEB);
    await().atMost(LIMIT).untilAsserted(() -> assertThat(deployed("h1")).hasSize(1));
    awaitGroup("g", "ACTIVE");
  }

  @Test
  void what_somebody_undeploys_by_hand_stays_away_until_the_next_rollout() {
    hosts("h1", "h2");
    group("g", "role=web");
    awaitState(roll("g", one, null), "SUCCEEDED");

    master.send("DELETE", "/hosts/h1/jobs/" + one + "?token=&user=bob", "");
    // Something else happens, and is dealt with: h1 has been looked at by then.
    fleet.host("h3", WEB);
    await().atMost(LIMIT).untilAsserted(() -> assertThat(deployed("h3")).hasSize(1));
    awaitGroup("g", "ACTIVE");
    assertThat(deployed("h1")).isEmpty();

    awaitState(roll("g", one, null), "SUCCEEDED");
    assertThat(deployed("h1")).hasSize(1);
  }

  @Test
  void canaries_go_first_and_the_rest_when_they_are_promoted() {
    hosts("h1", "h2", "h3");
    group("g", "role=web");
    awaitState(roll("g", one, null), "SUCCEEDED");

    String id = roll("g", two, "{\"canary\":\"1\",\"parallelism\":3}");
    awaitState(id, "AWAITING_PROMOTION");
    assertThat(deployed("h1")).containsExactly(two.toString());
    assertThat(deployed("h2")).containsExactly(one.toString());
    assertThat(master.get("/deployment-group/g/status").at("/status").asText())
        .isEqualTo("ROLLING_OUT");
    assertThat(master.send("POST", "/rollouts/" + id + "/resume?user=x", "").status())
        .isEqualTo(409);

    assertThat(master.send("POST", "/rollouts/" + id + "/promote?user=x", "").status())
        .isEqualTo(200);
    awaitState(id, "SUCCEEDED");
    assertThat(deployed("h3")).containsExactly(two.toString());
  }

  @Test
  void more_canaries_than_go_at_once_are_not_followed_before_they_are_promoted() {
    hosts("h1", "h2", "h3");
    group("g", "role=web");
    awaitState(roll("g", one, null), "SUCCEEDED");

    String id = roll("g", two, "{\"canary\":\"2\",\"parallelism\":1}");
    awaitState(id, "AWAITING_PROMOTION");
    for (String turn : List.of("/pause", "/resume")) {
      assertThat(master.send("POST", "/rollouts/" + id + turn, "").status()).isEqualTo(200);
    }
    awaitState(id, "AWAITING_PROMOTION");

    assertThat(deployed("h2")).containsExactly(two.toString());
    assertThat(deployed("h3")).containsExactly(one.toString());
  }

  @Test
  void canaries_that_stay_healthy_are_promoted_by_themselves() {
    hosts("h1", "h2", "h3");
    group("g", "role=web");
    awaitState(roll("g", one, null), "SUCCEEDED");

    String id =
        roll("g", two, "{\"canary\":\"1\",\"autoPromote\":true,\"soak\":1,\"parallelism\":3}");
    awaitState(id, "SUCCEEDED");

    for (String host : List.of("h1", "h2", "h3")) {
      assertThat(deployed(host)).containsExactly(two.toString());
    }
    Reply rollout = master.get("/rollouts/" + id);
    JsonNode awaiting = event(rollout, "AWAITING_PROMOTION");
    JsonNode promoted = event(rollout, "PROMOTED");
    assertThat(promoted.path("message").asText()).isEqualTo("the canaries stayed healthy");
    assertThat(promoted.path("timestamp").asLong() - awaiting.path("timestamp").asLong())
        .isGreaterThanOrEqualTo(1_000);
    assertThat(rollout.at("/hosts/0/ended").asLong())
        .isLessThan(rollout.at("/hosts/1/started").asLong());
  }

  @Test
  void a_canary_that_gets_sick_while_it_is_watched_is_not_promoted() {
    hosts("h1", "h2");
    group("g", "role=web");
    awaitState(roll("g", one, null), "SUCCEEDED");

    String id = roll("g", two, "{\"canary\":\"1\",\"autoPromote\":true,\"soak\":3600}");
    awaitState(id, "AWAITING_PROMOTION");
    String detail = master.get("/rollouts/" + id).at("/detail").asText();
    assertThat(detail).isEqualTo("the canaries are done; 1 host waits for the promotion");
    fleet.outcome(
        (host, job) -> job.equals(two) ? Optional.of(State.EXITED) : Optional.of(State.RUNNING));
    fleet.again("h1");

    awaitState(id, "FAILED");
    assertThat(master.get("/rollouts/" + id).at("/error").asText()).startsWith("h1: ");
    assertThat(deployed("h2")).containsExactly(one.toString());
  }

  @Test
  void only_the_newest_fifty_rollouts_of_a_group_are_kept() {
    group("g", "role=web");
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 53; i++) {
      ids.add(roll("g", i % 2 == 0 ? one : two, null));
      awaitState(ids.get(i), "SUCCEEDED");
    }

    List<String> newest = new ArrayList<>(ids.subList(3, 53));
    Collections.reverse(newest);
    JsonNode listed = master.get("/deployment-group/g/rollouts?limit=100").json();
    assertThat(listed.findValuesAsText("id")).isEqualTo(newest);
    for (String old : ids.subList(0, 3)) {
      await().atMost(LIMIT).until(() -> master.get("/rollouts/" + old).status() == 404);
      await()
          .atMost(LIMIT)
          .until(
              () ->
                  master.store.everything().keySet().stream()
                      .noneMatch(path -> path.value().contains(old)));
    }
    assertThat(master.get("/rollouts/" + ids.get(3)).at("/state").asText()).isEqualTo("SUCCEEDED");
  }

  @Test
  void a_rollout_can_be_paused_resumed_and_stopped() {
    hosts("h1", "h2");
    group("g", "role=web");
    fleet.outcome((host, job) -> Optional.empty());
    String id = roll("g", one, null);
    await().atMost(LIMIT).untilAsserted(() -> assertThat(deployed("h1")).hasSize(1));

    assertThat(master.send("POST", "/rollouts/" + id + "/pause", "").status()).isEqualTo(200);
    assertThat(master.get("/rollouts/" + id).at("/state").asText()).isEqualTo("PAUSED");
    fleet.outcome((host, job) -> Optional.of(State.RUNNING));
    fleet.again("h1");
    await()
        .atMost(LIMIT)
        .until(() -> master.get("/rollouts/" + id).at("/hosts/0/state").asText().equals("DONE"));
    assertThat(deployed("h2")).isEmpty();

    fleet.outcome((host, job) -> Optional.empty());
    assertThat(master.send("POST", "/rollouts/" + id + "/resume", "").status()).isEqualTo(200);
    await().atMost(LIMIT).untilAsserted(() -> assertThat(deployed("h2")).hasSize(1));
    assertThat(master.send("POST", "/deployment-group/g/stop", "").status()).isEqualTo(204);
    Reply status = master.get("/deployment-group/g/status");
    assertThat(status.at("/status").asText()).isEqualTo("FAILED");
    assertThat(status.at("/error").asText()).isEqualTo("Stopped by user");
    assertThat(master.send("POST", "/rollouts/" + id + "/stop", "").status()).isEqualTo(409);
  }

  @Test
  void a_rollout_goes_back_to_an_earlier_job() {
    hosts("h1");
    group("g", "role=web");
    String first = roll("g", one, null);
    awaitState(first, "SUCCEEDED");
    awaitState(roll("g", two, null), "SUCCEEDED");

    Reply back = master.send("POST", "/deployment-group/g/rollback?user=eve", "");
    awaitState(back.at("/rolloutId").asText(), "SUCCEEDED");
    assertThat(deployed("h1")).containsExactly(one.toString());
    Reply rollout = master.get("/rollouts/" + back.at("/rolloutId").asText());
    assertThat(rollout.at("/reason").asText()).isEqualTo("ROLLBACK");
    assertThat(rollout.at("/user").asText()).isEqualTo("eve");

    Reply unknown = master.send("POST", "/deployment-group/g/rollback?to=nope", "");
    assertThat(unknown.status()).isEqualTo(404);
  }

  @Test
  void only_the_hosts_that_failed_are_tried_again() {
    hosts("h1", "h2", "h3");
    group("g", "role=web");
    fleet.outcome(
        (host, job) -> host.equals("h2") ? Optional.of(State.FAILED) : Optional.of(State.RUNNING));
    String id = roll("g", one, "{\"timeout\":1,\"maxFailures\":\"1\"}");
    awaitState(id, "SUCCEEDED");
    assertThat(master.get("/rollouts/" + id).at("/hosts/1/state").asText()).isEqualTo("FAILED");

    fleet.outcome((host, job) -> Optional.of(State.RUNNING));
    Reply retry = master.send("POST", "/rollouts/" + id + "/retry", "");
    fleet.again("h2");
    String again = retry.at("/rolloutId").asText();
    awaitState(again, "SUCCEEDED");
    assertThat(master.get("/rollouts/" + again).at("/hosts")).hasSize(1);
    assertThat(master.get("/rollouts/" + again).at("/hosts/0/state").asText()).isEqualTo("DONE");
  }

  @Test
  void with_overlap_the_old_job_goes_only_when_the_new_one_is_healthy() {
    hosts("h1");
    group("g", "role=web");
    awaitState(roll("g", one, null), "SUCCEEDED");
    fleet.outcome((host, job) -> job.equals(two) ? Optional.empty() : Optional.of(State.RUNNING));

    String id = roll("g", two, "{\"overlap\":true}");
    await().atMost(LIMIT).untilAsserted(() -> assertThat(deployed("h1")).hasSize(2));
    fleet.outcome((host, job) -> Optional.of(State.RUNNING));
    fleet.again("h1");
    awaitState(id, "SUCCEEDED");
    assertThat(deployed("h1")).containsExactly(two.toString());
  }

  @Test
  void a_static_port_is_free_before_the_new_job_comes() {
    JobId blue = master.create(onPort("blue"));
    JobId green = master.create(onPort("green"));
    hosts("h1");
    group("g", "role=web");
    awaitState(roll("g", blue, null), "SUCCEEDED");

    String id = roll("g", green, "{\"overlap\":true}");
    awaitState(id, "SUCCEEDED");
    assertThat(deployed("h1")).containsExactly(green.toString());
    assertThat(master.get("/rollouts/" + id).at("/hosts/0/gapMillis").isNumber()).isTrue();

    // Held by somebody else.
    master.send("DELETE", "/hosts/h1/jobs/" + green + "?token=&user=bob", "");
    await().atMost(LIMIT).until(() -> master.get("/hosts/h1/status").at("/statuses").isEmpty());
    assertThat(master.deploy("h1", blue, Goal.START).status()).isEqualTo(200);
    String blocked = roll("g", green, null);
    awaitState(blocked, "FAILED");
    assertThat(master.get("/deployment-group/g/status").at("/error").asText())
        .isEqualTo(
            "h1: Allocation of port 8080 for job "
                + green
                + " collides with job "
                + blue
                + " on host h1 (the conflicting job was deployed manually or by a different"
                + " deployment group)");
  }

  @Test
  void what_a_plan_says_holds_until_the_facts_change() {
    hosts("h1", "h2");
    group("g", "role=web");
    awaitState(roll("g", one, null), "SUCCEEDED");
    fleet.down("h2");
    awaitUp("h2", "DOWN");

    String body = "{\"job\":\"" + two + "\"}";
    Reply plan = master.send("POST", "/deployment-group/g/rolling-update/plan", body);
    assertThat(plan.status()).isEqualTo(200);
    assertThat(plan.at("/hosts/0/action").asText()).isEqualTo("REPLACE");
    assertThat(plan.at("/hosts/1/action").asText()).isEqualTo("WAIT_DOWN");
    assertThat(plan.at("/batches").asInt()).isEqualTo(1);
    String fingerprint = plan.at("/fingerprint").asText();

    fleet.up("h2");
    awaitUp("h2", "UP");
    String path = "/deployment-group/g/rolling-update?plan=" + fingerprint;
    assertThat(master.send("POST", path, body).status()).isEqualTo(409);
    fleet.down("h2");
    awaitUp("h2", "DOWN");
    assertThat(master.send("POST", path, body).at("/status").asText()).isEqualTo("OK");
  }

  @Test
  void a_group_that_is_removed_ends_its_rollout_and_leaves_what_runs() {
    hosts("h1", "h2");
    group("g", "role=web");
    fleet.outcome((host, job) -> Optional.empty());
    String id = roll("g", one, null);
    await().atMost(LIMIT).untilAsserted(() -> assertThat(deployed("h1")).hasSize(1));

    assertThat(master.send("DELETE", "/deployment-group/g", "").at("/status").asText())
        .isEqualTo("REMOVED");
    await().atMost(LIMIT).until(() -> master.get("/rollouts/" + id).status() == 404);
    assertThat(deployed("h1")).hasSize(1);
    assertThat(deployed("h2")).isEmpty();

    group("g", "role=web");
    assertThat(master.get("/deployment-group/g/status").at("/status").asText()).isEqualTo("IDLE");
  }

  @Test
  void of_two_rollouts_started_at_once_one_is_replaced_by_the_other() throws Exception {
    hosts("h1", "h2");
    group("g", "role=web");
    List<CompletableFuture<String>> both =
        List.of(
            CompletableFuture.supplyAsync(() -> roll("g", one, null)),
            CompletableFuture.supplyAsync(() -> roll("g", two, null)));
    String a = both.get(0).get(30, TimeUnit.SECONDS);
    String b = both.get(1).get(30, TimeUnit.SECONDS);

    String last = master.get("/deployment-group/g/status").at("/rolloutId").asText();
    awaitState(last, "SUCCEEDED");
    String other = last.equals(a) ? b : a;
    Reply replaced = master.get("/rollouts/" + other);
    assertThat(replaced.at("/state").asText()).isIn("STOPPED", "SUCCEEDED");
    JobId job = last.equals(a) ? one : two;
    assertThat(deployed("h1")).containsExactly(job.toString());
    assertThat(deployed("h2")).containsExactly(job.toString());
  }

  @Test
  void an_undeploy_by_hand_fails_the_host_that_is_being_moved() {
    hosts("h1");
    group("g", "role=web");
    fleet.outcome((host, job) -> Optional.empty());
    String id = roll("g", one, null);
    await().atMost(LIMIT).untilAsserted(() -> assertThat(deployed("h1")).hasSize(1));

    master.send("DELETE", "/hosts/h1/jobs/" + one + "?token=&user=bob", "");
    awaitState(id, "FAILED");
    assertThat(master.get("/rollouts/" + id).at("/error").asText())
        .startsWith("h1: ")
        .contains("unexpectedly undeployed");
  }

  @Test
  void a_cordoned_host_is_left_out_and_caught_up_when_it_may_be_had_again() {
    hosts("h1", "h2");
    group("g", "role=web");
    assertThat(master.send("PUT", "/hosts/h1/cordon?user=eve&reason=disk", "").status())
        .isEqualTo(200);
    String id = roll("g", one, null);
    awaitState(id, "SUCCEEDED");
    assertThat(master.get("/rollouts/" + id).at("/hosts/0/state").asText()).isEqualTo("SKIPPED");
    assertThat(deployed("h1")).isEmpty();

    assertThat(master.send("DELETE", "/hosts/h1/cordon?user=eve", "").status()).isEqualTo(200);
    await().atMost(LIMIT).untilAsserted(() -> assertThat(deployed("h1")).hasSize(1));
  }

  @Test
  void hosts_that_join_and_leave_in_the_middle_are_dealt_with_by_the_same_rollout() {
    hosts("h1", "h2");
    group("g", "role=web");
    awaitState(roll("g", one, null), "SUCCEEDED");
    fleet.outcome((host, job) -> job.equals(two) ? Optional.empty() : Optional.of(State.RUNNING));
    String id = roll("g", two, null);
    await()
        .atMost(LIMIT)
        .untilAsserted(() -> assertThat(deployed("h1")).containsExactly(two.toString()));

    fleet.host("h3", WEB);
    fleet.labels("h2", Map.of("role", "db"));
    fleet.outcome((host, job) -> Optional.of(State.RUNNING));
    await().atMost(LIMIT).until(() -> master.get("/deployment-group/g/hosts").json().size() == 2);
    fleet.again("h1");
    awaitState(id, "SUCCEEDED");
    assertThat(deployed("h2")).isEmpty();
    assertThat(deployed("h3")).containsExactly(two.toString());
    assertThat(master.get("/deployment-group/g/rollouts").json()).hasSize(2);
  }

  @Test
  void a_group_is_edited_and_deals_with_the_hosts_that_it_has_then() {
    hosts("h1");
    fleet.host("d1", Map.of("role", "db"));
    awaitUp("d1", "UP");
    group("g", "role=web");
    awaitState(roll("g", one, null), "SUCCEEDED");

    String db =
        "{\"hostSelectors\":[{\"label\":\"role\",\"operator\":\"EQUALS\",\"operand\":\"db\"}]}";
    assertThat(master.send("PUT", "/deployment-group/g", db).at("/status").asText())
        .isEqualTo("UPDATED");
    await().atMost(LIMIT).untilAsserted(() -> assertThat(deployed("d1")).hasSize(1));
    await().atMost(LIMIT).untilAsserted(() -> assertThat(deployed("h1")).isEmpty());
    assertThat(master.send("PUT", "/deployment-group/g", db).at("/status").asText())
        .isEqualTo("NOT_MODIFIED");
    assertThat(master.send("PUT", "/deployment-group/nope", db).status()).isEqualTo(404);
    assertThat(master.get("/deployment-group/g/hosts?selector=role%3Dweb").at("/0/host").asText())
        .isEqualTo("h1");
    assertThat(master.get("/deployment-group/g/hosts?selector=nonsense").status()).isEqualTo(400);
  }

  private void hosts(String... names) {
    for (String name : names) {
      fleet.host(name, WEB);
    }
    for (String name : names) {
      awaitUp(name, "UP");
    }
  }

  private void awaitUp(String host, String status) {
    await()
        .atMost(LIMIT)
        .until(
            () -> {
              Reply reply = master.get("/hosts/" + host + "/status");
              return reply.status() == 200 && reply.at("/status").asText().equals(status);
            });
  }

  private void group(String name, String selector) {
    String[] parts = selector.split("=");
    Reply reply =
        master.send(
            "POST",
            "/deployment-group/",
            "{\"name\":\"%s\",\"hostSelectors\":[{\"label\":\"%s\",\"operator\":\"EQUALS\",\"operand\":\"%s\"}]}"
                .formatted(name, parts[0], parts[1]));
    assertThat(reply.at("/status").asText()).isEqualTo("CREATED");
  }

  private String roll(String group, JobId job, String options) {
    Reply reply =
        master.send(
            "POST",
            "/deployment-group/" + group + "/rolling-update?user=alice",
            "{\"job\":\"%s\",\"rolloutOptions\":%s}".formatted(job, options));
    assertThat(reply.at("/status").asText()).isEqualTo("OK");
    return reply.at("/rolloutId").asText();
  }

  private void awaitState(String rollout, String state) {
    await()
        .atMost(LIMIT)
        .untilAsserted(
            () ->
                assertThat(master.get("/rollouts/" + rollout).at("/state").asText())
                    .isEqualTo(state));
  }

  private void awaitGroup(String group, String status) {
    await()
        .atMost(LIMIT)
        .untilAsserted(
            () ->
                assertThat(
                        master.get("/deployment-group/" + group + "/status").at("/status").asText())
                    .isEqualTo(status));
  }

  private List<String> deployed(String host) {
    Map<String, JsonNode> jobs = new TreeMap<>();
    master
        .get("/hosts/" + host + "/status")
        .at("/jobs")
        .properties()
        .forEach(entry -> jobs.put(entry.getKey(), entry.getValue()));
    return List.copyOf(jobs.keySet());
  }

  private static List<String> hostStates(Reply status) {
    List<String> states = new ArrayList<>();
    status
        .at("/hostStatuses")
        .forEach(it -> states.add(it.path("host").asText() + " " + it.path("state").asText()));
    return states;
  }

  /** The one event of that type. */
  private static JsonNode event(Reply rollout, String type) {
    List<JsonNode> found = new ArrayList<>();
    for (JsonNode event : rollout.at("/events")) {
      if (event.path("type").asText().equals(type)) {
        found.add(event);
      }
    }
    assertThat(found).as(type).hasSize(1);
    return found.get(0);
  }

  private static Job onPort(String name) {
    return Job.newBuilder(name, "1")
        .setImage("busybox")
        .setPorts(Map.of("http", PortMapping.of(80, 8080)))
        .build();
  }
}
