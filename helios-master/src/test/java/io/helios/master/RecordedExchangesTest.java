package io.helios.master;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.helios.coordination.layout.Paths;
import io.helios.coordination.layout.Stored;
import io.helios.coordination.layout.StoredHistory;
import io.helios.coordination.tree.ChangeRejected;
import io.helios.coordination.tree.Changes;
import io.helios.coordination.tree.TreeUnavailable;
import io.helios.master.fixtures.Http;
import io.helios.master.fixtures.Reply;
import io.helios.master.fixtures.ScriptedAgent;
import io.helios.model.host.AgentInfo;
import io.helios.model.host.HostInfo;
import io.helios.model.job.Job;
import io.helios.model.job.JobId;
import io.helios.model.json.Json;
import io.helios.model.task.Goal;
import io.helios.model.task.State;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Plays what was recorded of the original master 0.9.2 ({@code recorded.json}): each request gets
 * the recorded answer, or the one in {@link DeliberateDifferences}. {@code "*"} stands for a value
 * that has to be there but differs each time; objects may have more properties than recorded.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RecordedExchangesTest {
  private static final JobId DEPLOYED =
      JobId.parse("ex1795211931:1:7902122375f86d44d8f1c6f29cefe506879e0604");

  private static final JobId OF_GROUP =
      JobId.parse("ex1795211931:g1:78ba44b67305e655403a6264028e8c6d67cf4e39");

  private MasterFixture master;
  private ScriptedAgent agent;

  @BeforeAll
  void start(@TempDir Path directory) throws Exception {
    master = MasterFixture.started(directory);
    agent = master.hostUp("agent1");
    agent.labels(Map.of("role", "bench"));
    agent.report(
        new HostInfo("vm", null, null, null, null, 2, 0, 0, 0, 0, 0, null, null, null),
        new AgentInfo(null, null, null, null, null, null, null, List.of(), 1, 1, "0.10.0"),
        Map.of());
    Awaitility.await()
        .until(
            () -> master.get("/hosts/agent1/status").at("/labels/role").asText().equals("bench"));
    Awaitility.await().until(() -> !master.get("/hosts/agent1/status").at("/agentInfo").isNull());
  }

  @AfterAll
  void stop() {
    master.close();
  }

  @TestFactory
  Stream<DynamicTest> answers_as_the_original_did() throws Exception {
    try (InputStream in = getClass().getResourceAsStream("recorded.json")) {
      JsonNode recorded = Json.tree().readTree(in);
      return StreamSupport.stream(recorded.spliterator(), false)
          .map(it -> DynamicTest.dynamicTest(it.path("case").asText(), () -> play(it)));
    }
  }

  private void play(JsonNode recorded) {
    String name = recorded.path("case").asText();
    agentDoesItsPart(name);
    JsonNode expected = DeliberateDifferences.applied(recorded);
    Reply reply = send(recorded);

    assertThat(reply.status()).as("status of %s", reply).isEqualTo(expected.path("status").asInt());
    String contentType = reply.header("Content-Type").replaceAll(";.*", "");
    assertThat(contentType)
        .isEqualTo(
            expected.has("contentType")
                ? expected.path("contentType").asText("").replaceAll(";.*|null", "")
                : "application/json");
    assertThat(reply.header("Helios-Version-Status"))
        .isEqualTo(expected.path("versionStatus").asText());
    if (expected.has("answer")) {
      assertHolds(reply.json(), expected.path("answer"), "");
    } else {
      assertThat(reply.text()).isEqualTo(expected.path("answerText").asText());
    }
  }

  private Reply send(JsonNode recorded) {
    List<String> headers = new ArrayList<>(List.of("Accept: */*"));
    if (!recorded.path("version").isNull()) {
      headers.add("Helios-Version: " + recorded.path("version").asText("0.9.2"));
    }
    String method = recorded.path("method").asText();
    String body =
        recorded.has("send")
            ? recorded.path("send").toString()
            : recorded.path("sendText").asText("");
    if (!method.equals("GET")) {
      headers.add("Content-Type: " + recorded.path("type").asText("application/json"));
    }
    return Http.send(
        master.master.httpPort(),
        Http.request(
            method,
            recorded.path("path").asText(),
            headers,
            body.getBytes(StandardCharsets.UTF_8)));
  }

  /** The recording had a real agent; here it is played. */
  private void agentDoesItsPart(String name) {
    switch (name) {
      case "job status, running" -> says(State.RUNNING, Goal.START);
      case "job status, stopped" -> says(State.STOPPED, Goal.STOP);
      case "history" -> agent.remembers(DEPLOYED, events());
      case "groups" -> putJobOfTheGroup();
      case "group status, active" -> groupBecomesActive();
      default -> {}
    }
  }

  /** Its definition was not recorded, only its id. */
  private void putJobOfTheGroup() {
    Job job = Job.newBuilder(OF_GROUP.name(), "g1").setId(OF_GROUP).setImage("busybox").build();
    try {
      master.other.commit(Changes.NONE.create(Paths.job(OF_GROUP), Stored.bytes(job)));
    } catch (ChangeRejected | TreeUnavailable e) {
      throw new AssertionError(e);
    }
    Awaitility.await().until(() -> master.get("/jobs/" + OF_GROUP).status() == 200);
  }

  private void groupBecomesActive() {
    String deployment = "/hosts/agent1/jobs/" + OF_GROUP;
    Awaitility.await().until(() -> master.get(deployment).status() == 200);
    long generation = master.get(deployment).at("/generation").asLong();
    agent.says(OF_GROUP, null, ScriptedAgent.report(State.RUNNING, Goal.START, generation));
    Awaitility.await()
        .untilAsserted(
            () ->
                assertThat(master.get("/deployment-group/ex1795211931/status").text())
                    .contains("\"ACTIVE\""));
  }

  private void says(State state, Goal goal) {
    agent.says(DEPLOYED, null, ScriptedAgent.report(state, goal, 1));
    Awaitility.await()
        .until(
            () ->
                master
                    .get("/jobs/" + DEPLOYED + "/status")
                    .at("/taskStatuses/agent1/state")
                    .asText()
                    .equals(state.name()));
  }

  private static List<StoredHistory.Event> events() {
    List<StoredHistory.Event> events = new ArrayList<>();
    List<State> states =
        List.of(State.PULLING_IMAGE, State.CREATING, State.STARTING, State.RUNNING, State.STOPPING);
    for (State state : states) {
      Goal goal = events.size() < 4 ? Goal.START : Goal.STOP;
      events.add(
          new StoredHistory.Event(
              1_000L + events.size(), events.size(), ScriptedAgent.report(state, goal, 1)));
    }
    return events;
  }

  private static void assertHolds(JsonNode actual, JsonNode expected, String at) {
    if (expected.isTextual() && expected.asText().equals("*")) {
      assertThat(actual.isMissingNode()).as("%s is there", at).isFalse();
    } else if (expected.isObject()) {
      assertThat(actual.isObject()).as("%s is an object: %s", at, actual).isTrue();
      expected
          .properties()
          .forEach(
              field ->
                  assertHolds(
                      actual.path(field.getKey()), field.getValue(), at + "/" + field.getKey()));
    } else if (expected.isArray()) {
      assertThat(actual).as(at).hasSize(expected.size());
      for (int i = 0; i < expected.size(); i++) {
        assertHolds(actual.path(i), expected.path(i), at + "/" + i);
      }
    } else {
      assertThat(actual).as(at).isEqualTo(expected);
    }
  }
}
