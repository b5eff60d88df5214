package io.helios.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.helios.agent.fixtures.LocalEngine;
import io.helios.agent.fixtures.LocalImages;
import io.helios.coordination.layout.Paths;
import io.helios.coordination.tree.Node;
import io.helios.model.host.HostName;
import io.helios.model.job.JobId;
import io.helios.systemtests.fixtures.Agent;
import io.helios.systemtests.fixtures.Checkout;
import io.helios.systemtests.fixtures.Cluster;
import io.helios.systemtests.fixtures.Deployed;
import io.helios.systemtests.fixtures.EngineWatch;
import io.helios.systemtests.fixtures.Http;
import io.helios.systemtests.fixtures.Master;
import io.helios.systemtests.fixtures.Masters;
import io.helios.systemtests.fixtures.ZooKeeper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Rollouts of three masters, whose leader dies whenever it can, over agents on one engine. */
@Timeout(400)
class RolloutMastersIT {
  private static final List<String> HOSTS =
      List.of("systest-led-1", "systest-led-2", "systest-led-3", "systest-led-4");
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final Duration GLANCE = Duration.ofMillis(50);

  private static final Map<String, Agent> AGENTS = new LinkedHashMap<>();
  private static String image;
  private static ZooKeeper zookeeper;
  private static Masters masters;

  @BeforeAll
  static void start() {
    Path directory = Checkout.scratch("rollout-masters");
    try (var engine = new LocalEngine()) {
      image = LocalImages.busybox(engine.client());
    }
    zookeeper = ZooKeeper.start(directory);
    masters = Masters.start(directory, zookeeper.address(), 3);
    for (String host : HOSTS) {
      AGENTS.put(host, Agent.start(directory, host, zookeeper.address(), labels(host, "led")));
    }
    AGENTS.values().forEach(agent -> agent.awaitUp(masters.any()));
  }

  @AfterAll
  static void stop() {
    AGENTS.values().forEach(Agent::close);
    masters.close();
    zookeeper.close();
  }

  @Test
  void whenever_the_leader_is_killed_every_host_is_moved_once_and_the_rollout_succeeds()
      throws IOException {
    String one = sleeping("killed:1");
    String two = sleeping("killed:2");
    group("killed", "fleet=all");
    awaitRollout(roll(masters.any(), "killed", one, 0), "SUCCEEDED");

    List<EngineWatch> watches = new ArrayList<>();
    try {
      for (String host : HOSTS) {
        watches.add(watch(host));
      }
      String id = roll(masters.leader(), "killed", two, 3);
      masters.replaceLeader();
      awaitHost(id, 0, state -> !state.equals("TODO"));
      masters.restartLeader();
      awaitHost(id, 0, state -> state.equals("VERIFYING") || state.equals("DONE"));
      masters.restartLeader();
      awaitHost(id, 1, "DONE"::equals);
      masters.replaceLeader();
      awaitHost(id, 3, state -> !state.equals("TODO"));
      masters.restartLeader();

      awaitRollout(id, "SUCCEEDED");
      for (Master master : masters.all()) {
        requireCompleteRecord(Http.get(master.url() + "/rollouts/" + id).json());
      }
      for (int i = 0; i < HOSTS.size(); i++) {
        EngineWatch watch = watches.get(i);
        awaitState(one, HOSTS.get(i), "none");
        assertThat(watch.started(two)).as("starts on " + HOSTS.get(i)).hasSize(1);
        assertThat(watch.running(two)).containsExactlyElementsOf(watch.started(two));
        assertThat(watch.containers(two)).hasSize(1);
        assertThat(watch.started(one)).isEmpty();
        assertThat(watch.containers(one)).isEmpty();
        assertThat(deployment(two, HOSTS.get(i)).version()).isZero();
      }
    } finally {
      watches.forEach(EngineWatch::close);
    }
    discard("killed", one, two);
  }

  /** Told once of each host, one host after the other, in order, and the end last. */
  private static void requireCompleteRecord(JsonNode rollout) {
    assertThat(rollout.path("state").asText()).isEqualTo("SUCCEEDED");
    assertThat(rollout.path("user").asText()).isEqualTo("systest");
    assertThat(rollout.path("ended").asLong()).isGreaterThan(rollout.path("started").asLong());
    assertThat(rollout.path("hosts").findValuesAsText("host")).isEqualTo(HOSTS);
    for (JsonNode host : rollout.path("hosts")) {
      assertThat(host.path("state").asText()).isEqualTo("DONE");
      assertThat(host.path("durationMillis").asLong()).isGreaterThanOrEqualTo(3_000);
      assertThat(host.path("gapMillis").isNumber()).isTrue();
    }
    List<String> told = new ArrayList<>();
    for (JsonNode event : rollout.path("events")) {
      String type = event.path("type").asText();
      if (type.equals("HOST_MOVING") || type.equals("HOST_DONE") || type.equals("SUCCEEDED")) {
        told.add(type + " " + event.path("host").asText("-"));
      }
    }
    List<String> expected = new ArrayList<>();
    for (String host : HOSTS) {
      expected.addAll(List.of("HOST_MOVING " + host, "HOST_DONE " + host));
    }
    expected.add("SUCCEEDED -");
    assertThat(told).isEqualTo(expected);
  }

  @Test
  void hosts_come_and_go_while_masters_change() {
    String one = sleeping("changing:1");
    String two = sleeping("changing:2");
    String stays = HOSTS.get(0);
    String lost = HOSTS.get(1);
    String leaves = HOSTS.get(2);
    String joins = HOSTS.get(3);
    relabel(joins, "spare");
    group("changing", "role=led");
    awaitRollout(roll(masters.any(), "changing", one, 0), "SUCCEEDED");

    String id = roll(masters.any(), "changing", two, 3);
    awaitHost(id, 0, state -> !state.equals("TODO"));
    post(masters.any(), "/rollouts/" + id + "/pause");
    AGENTS.get(lost).program().kill();
    relabel(leaves, "spare");
    relabel(joins, "led");
    masters.replaceLeader();
    await().atMost(LIMIT).until(() -> hostStatus(lost).equals("DOWN"));
    assertThat(rollout(id).path("state").asText()).isEqualTo("PAUSED");
    assertThat(state(two, joins)).isEqualTo("none");
    post(masters.any(), "/rollouts/" + id + "/resume");
    masters.restartLeader();

    awaitRollout(id, "SUCCEEDED");
    Map<String, String> states = new LinkedHashMap<>();
    for (JsonNode host : rollout(id).path("hosts")) {
      states.put(host.path("host").asText(), host.path("state").asText());
    }
    assertThat(states)
        .containsEntry(stays, "DONE")
        .containsEntry(lost, "WAITING")
        .containsEntry(joins, "DONE");
    awaitState(one, leaves, "none");
    assertThat(state(two, leaves)).isEqualTo("none");

    AGENTS.get(lost).startAgain();
    masters.restartLeader();
    awaitState(two, lost, "RUNNING");
    awaitState(one, lost, "none");
    relabel(leaves, "led");
    awaitState(two, leaves, "RUNNING");
    relabel(joins, "spare");
    awaitState(two, joins, "none");
    await()
        .atMost(LIMIT)
        .until(() -> newest("changing").path("state").asText(), "SUCCEEDED"::equals);
    assertThat(newest("changing").path("reason").asText()).isEqualTo("HOSTS_CHANGED");
    assertThat(rollout(id).path("state").asText()).isEqualTo("SUCCEEDED");
    discard("changing", one, two);
  }

  @Test
  void what_is_asked_of_masters_while_the_leader_dies_holds() throws Exception {
    String one = sleeping("asked:1");
    String two = sleeping("asked:2");
    group("asked", "fleet=all");
    List<Master> all = masters.all();
    List<CompletableFuture<String>> both =
        List.of(
            CompletableFuture.supplyAsync(() -> roll(all.get(0), "asked", one, 2)),
            CompletableFuture.supplyAsync(() -> roll(all.get(1), "asked", two, 2)));
    String first = both.get(0).get(60, TimeUnit.SECONDS);
    String second = both.get(1).get(60, TimeUnit.SECONDS);
    masters.restartLeader();

    String later = newest("asked").path("id").asText();
    assertThat(later).isIn(first, second);
    JsonNode replaced = awaitRollout(later.equals(first) ? second : first, "STOPPED");
    assertThat(replaced.path("error").asText()).isEqualTo("replaced by rollout " + later);
    awaitRollout(later, "SUCCEEDED");
    String wins = later.equals(first) ? one : two;
    String loses = later.equals(first) ? two : one;
    for (String host : HOSTS) {
      awaitState(loses, host, "none");
      assertThat(state(wins, host)).isEqualTo("RUNNING");
    }

    String undeployed = roll(masters.any(), "asked", loses, 60);
    awaitHost(undeployed, 0, "VERIFYING"::equals);
    masters.any().undeploy(loses, HOSTS.get(0));
    masters.restartLeader();
    assertThat(awaitRollout(undeployed, "FAILED").path("error").asText())
        .startsWith(HOSTS.get(0) + ": ")
        .contains("unexpectedly undeployed");

    String stopped = roll(masters.any(), "asked", loses, 60);
    awaitHost(stopped, 0, "VERIFYING"::equals);
    Master leader = masters.leader();
    leader.program().kill();
    post(masters.any(), "/deployment-group/asked/stop");
    assertThat(rollout(stopped).path("error").asText()).isEqualTo("Stopped by user");
    leader.startAgain();

    String removed = roll(masters.any(), "asked", loses, 60);
    masters.restartLeader();
    Http.send("DELETE", masters.any().url() + "/deployment-group/asked", null);
    await()
        .atMost(LIMIT)
        .until(() -> Http.get(masters.any().url() + "/rollouts/" + removed).status() == 404);
    // The first one had the job already; the second one was under way.
    assertThat(state(loses, HOSTS.get(0))).isEqualTo("RUNNING");
    for (String host : HOSTS.subList(2, 4)) {
      assertThat(state(wins, host)).isEqualTo("RUNNING");
      assertThat(state(loses, host)).isEqualTo("none");
    }
    undeploy(one, two);
  }

  private static String[] labels(String host, String role) {
    return new String[] {"--labels", "fleet=all", "role=" + role, "name=" + host};
  }

  /** An agent has its labels from its command line. */
  private static void relabel(String host, String role) {
    Agent agent = AGENTS.get(host);
    agent.program().stop();
    agent.startAgain(labels(host, role));
    await()
        .atMost(LIMIT)
        .until(
            () ->
                hostStatus(host).equals("UP")
                    && hostStatusJson(host).at("/labels/role").asText().equals(role));
  }

  private static JsonNode hostStatusJson(String host) {
    return Http.get(masters.any().url() + "/hosts/" + host + "/status").json();
  }

  private static String hostStatus(String host) {
    return hostStatusJson(host).path("status").asText();
  }

  private static String sleeping(String job) {
    return Deployed.create(masters.any(), "systest-" + job, image, "--", "sh", "-c", Cluster.SLEEP);
  }

  private static void group(String name, String selector) {
    masters.any().helios("create-deployment-group", name, selector).ok();
  }

  /** Asks that master for a rollout, one host at a time; returns its id. */
  private static String roll(Master master, String group, String job, int minHealthy) {
    String body =
        "{\"job\":\"%s\",\"rolloutOptions\":{\"parallelism\":1,\"timeout\":120,\"minHealthy\":%d}}"
            .formatted(job, minHealthy);
    String path = "/deployment-group/" + group + "/rolling-update?user=systest";
    Http.Reply reply = Http.send("POST", master.url() + path, body);
    assertThat(reply.json().path("status").asText()).as(reply.toString()).isEqualTo("OK");
    return reply.json().path("rolloutId").asText();
  }

  private static void post(Master master, String path) {
    Http.Reply reply = Http.send("POST", master.url() + path, null);
    assertThat(reply.status() / 100).as(reply.toString()).isEqualTo(2);
  }

  private static JsonNode rollout(String id) {
    return Http.get(masters.any().url() + "/rollouts/" + id).json();
  }

  /** The group's newest rollout, in short. */
  private static JsonNode newest(String group) {
    String path = "/deployment-group/" + group + "/rollouts?limit=1";
    return Http.get(masters.any().url() + path).json().path(0);
  }

  private static JsonNode awaitRollout(String id, String state) {
    await()
        .atMost(LIMIT)
        .untilAsserted(
            () -> {
              JsonNode rollout = rollout(id);
              assertThat(rollout.path("state").asText()).as(rollout.toString()).isEqualTo(state);
            });
    return rollout(id);
  }

  private static void awaitHost(String id, int host, Predicate<String> state) {
    await()
        .atMost(LIMIT)
        .pollDelay(Duration.ZERO)
        .pollInterval(GLANCE)
        .until(() -> state.test(rollout(id).at("/hosts/" + host + "/state").asText("TODO")));
  }

  private static String state(String job, String host) {
    return new Deployed(masters.any(), job, host).state();
  }

  private static void awaitState(String job, String host, String state) {
    await().atMost(LIMIT).until(() -> state(job, host), state::equals);
  }

  private static Node deployment(String job, String host) {
    return masters.node(Paths.deployment(new HostName(host), JobId.fromString(job))).orElseThrow();
  }

  private static EngineWatch watch(String host) throws IOException {
    return new EngineWatch(
        Files.readString(AGENTS.get(host).stateDirectory().resolve("id")).strip());
  }

  private static void discard(String group, String... jobs) {
    masters.any().helios("remove-deployment-group", group).ok();
    undeploy(jobs);
  }

  private static void undeploy(String... jobs) {
    for (String job : jobs) {
      masters.any().helios("undeploy", "-a", "--yes", "--wait", job).ok();
    }
  }
}
