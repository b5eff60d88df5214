package io.helios.master;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.helios.master.fixtures.EventStream;
import io.helios.master.fixtures.Reply;
import io.helios.master.fixtures.ScriptedAgent;
import io.helios.master.watch.EventReader;
import io.helios.model.job.JobId;
import io.helios.model.json.Json;
import io.helios.model.task.Goal;
import io.helios.model.task.State;
import jakarta.ws.rs.HttpMethod;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpenApiTest {
  @TempDir Path directory;
  private MasterFixture cluster;
  private JsonNode api;

  @BeforeEach
  void start() throws Exception {
    cluster = MasterFixture.started(directory);
    api = Json.http().readTree(cluster.get("/openapi.json").text());
  }

  @AfterEach
  void close() {
    cluster.close();
  }

  @Test
  void every_path_of_the_predecessor_and_of_ours_is_described() {
    assertThat(api.path("openapi").asText()).isEqualTo("3.1.0");
    TreeSet<String> operations = new TreeSet<>();
    api.path("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .fieldNames()
                    .forEachRemaining(verb -> operations.add(verb + " " + path.getKey())));
    assertThat(operations)
        .contains(
            "get /jobs",
            "post /jobs",
            "get /jobs/{id}",
            "delete /jobs/{id}",
            "get /jobs/{id}/status",
            "post /jobs/statuses",
            "get /hosts",
            "put /hosts/{host}",
            "delete /hosts/{host}",
            "get /hosts/{host}/status",
            "post /hosts/statuses",
            "get /hosts/{host}/jobs/{job}",
            "put /hosts/{host}/jobs/{job}",
            "patch /hosts/{host}/jobs/{job}",
            "post /hosts/{host}/jobs/{job}",
            "delete /hosts/{host}/jobs/{job}",
            "put /hosts/{host}/cordon",
            "get /masters",
            "get /deployment-group/{group}/status",
            "post /deployment-group/{group}/rolling-update",
            "get /rollouts/{id}",
            "get /watch",
            "get /ready",
            "get /openapi.json");
  }

  @Test
  void no_method_of_any_resource_is_left_out() {
    List<String> described = new ArrayList<>();
    api.findValues("operationId").forEach(id -> described.add(id.asText()));
    List<String> methods = new ArrayList<>();
    for (JavaClass type :
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.helios.master")) {
      if (type.isAnnotatedWith(jakarta.ws.rs.Path.class)) {
        type.getMethods().stream()
            .filter(method -> method.isMetaAnnotatedWith(HttpMethod.class))
            .map(method -> type.getSimpleName().replace("Resource", "") + "." + method.getName())
            .forEach(methods::add);
      }
    }
    assertThat(methods).hasSizeGreaterThan(20);
    assertThat(described).containsAll(methods);
  }

  @Test
  void every_operation_says_what_it_does_and_what_it_answers() {
    for (Map.Entry<String, JsonNode> path : api.path("paths").properties()) {
      for (Map.Entry<String, JsonNode> operation : path.getValue().properties()) {
        String name = operation.getKey() + " " + path.getKey();
        assertThat(operation.getValue().path("summary").asText()).as(name).contains(" ");
        JsonNode responses = operation.getValue().path("responses");
        if (responses.has("204")) {
          assertThat(responses.path("204").has("content")).as(name).isFalse();
        } else {
          JsonNode content = responses.path("200").path("content");
          assertThat(content.isEmpty()).as(name).isFalse();
          content.forEach(it -> assertThat(it.path("schema").isEmpty()).as(name).isFalse());
        }
        JsonNode body = operation.getValue().path("requestBody").path("content");
        body.forEach(it -> assertThat(it.path("schema").isEmpty()).as(name).isFalse());
      }
    }
  }

  @Test
  void every_operation_has_a_name_of_its_own_and_every_reference_leads_somewhere() {
    List<JsonNode> ids = api.findValues("operationId");
    assertThat(ids).doesNotHaveDuplicates();
    assertThat(api.findValuesAsText("$ref"))
        .isNotEmpty()
        .allSatisfy(it -> assertThat(resolve(it).isMissingNode()).as(it).isFalse());
    for (Map.Entry<String, JsonNode> path : api.path("paths").properties()) {
      for (JsonNode operation : path.getValue()) {
        List<String> declared = new ArrayList<>();
        for (JsonNode parameter : operation.path("parameters")) {
          if (parameter.path("in").asText().equals("path")) {
            declared.add("{" + parameter.path("name").asText() + "}");
          }
        }
        assertThat(declared).as(path.getKey()).allMatch(path.getKey()::contains);
      }
    }
  }

  @Test
  void what_is_answered_is_what_was_described() throws Exception {
    ScriptedAgent agent = cluster.hostUp("h1");
    JobId job = cluster.create(MasterFixture.job("web"));
    cluster.deploy("h1", job, Goal.START);
    agent.labels(Map.of("role", "web"));
    agent.says(job, null, ScriptedAgent.report(State.RUNNING, Goal.START, 1));
    fits("get", "/jobs/{id}", "/jobs/" + job);
    fits("get", "/jobs/{id}/status", "/jobs/" + job + "/status");
    fits("get", "/jobs", "/jobs");
    fits("get", "/hosts", "/hosts");
    fits("get", "/hosts/{host}/status", "/hosts/h1/status");
    fits("get", "/hosts/{host}/jobs/{job}", "/hosts/h1/jobs/" + job);
    fits("get", "/masters", "/masters");
  }

  @Test
  void groups_and_rollouts_are_answered_as_described() throws Exception {
    cluster.hostUp("web1").labels(Map.of("role", "web"));
    JobId job = cluster.create(MasterFixture.job("web"));
    fits(
        "post",
        "/deployment-group",
        cluster.send(
            "POST",
            "/deployment-group",
            "{\"name\":\"g\",\"hostSelectors\":[{\"label\":\"role\",\"operator\":\"EQUALS\","
                + "\"operand\":\"web\"}]}"));
    String request = "{\"job\":\"" + job + "\"}";
    String update = "/deployment-group/g/rolling-update";
    fits(
        "post",
        "/deployment-group/{group}/rolling-update/plan",
        cluster.send("POST", update + "/plan", request));
    Reply started = cluster.send("POST", update, request);
    fits("post", "/deployment-group/{group}/rolling-update", started);
    fits("get", "/deployment-group", "/deployment-group");
    fits("get", "/deployment-group/{group}", "/deployment-group/g");
    fits("get", "/deployment-group/{group}/status", "/deployment-group/g/status");
    fits("get", "/deployment-group/{group}/hosts", "/deployment-group/g/hosts");
    fits("get", "/deployment-group/{group}/rollouts", "/deployment-group/g/rollouts");
    String rollout = "/rollouts/" + started.at("/rolloutId").asText();
    fits("get", "/rollouts/{id}", rollout);
    fits("post", "/rollouts/{id}/pause", cluster.send("POST", rollout + "/pause", ""));
    assertThat(cluster.send("POST", "/deployment-group/g/stop", "").status()).isEqualTo(204);
    fits("delete", "/deployment-group/{group}", cluster.send("DELETE", "/deployment-group/g", ""));
  }

  @Test
  void what_the_stream_tells_is_what_was_described() throws Exception {
    ScriptedAgent agent = cluster.hostUp("h1");
    JobId job = cluster.create(MasterFixture.job("web"));
    cluster.deploy("h1", job, Goal.START);
    agent.says(job, null, ScriptedAgent.report(State.RUNNING, Goal.START, 1));
    JsonNode events =
        api.at("/paths/~1watch/get/responses/200/content")
            .path("text/event-stream")
            .path("x-events");
    TreeSet<String> seen = new TreeSet<>();
    try (EventStream stream =
        EventStream.open(cluster.master.httpPort(), "/watch", new EventReader())) {
      await().atMost(Duration.ofSeconds(30)).until(() -> stream.reader().isSynced());
      cluster.tree.disconnect();
      await().atMost(Duration.ofSeconds(30)).until(() -> stream.reader().names().contains("stale"));
      cluster.tree.reconnect();
      agent.labels(Map.of("role", "web"));
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> stream.reader().names().containsAll(List.of("changes", "live")));
      for (EventReader.Told told : stream.reader().told()) {
        seen.add(told.event());
        JsonNode schema = events.path(told.event()).path("data");
        assertThat(schema.isEmpty()).as(told.event()).isFalse();
        JsonNode data = Json.http().readTree(told.data());
        assertThat(errors(data, schema, told.event())).isEmpty();
      }
    }
    assertThat(seen)
        .containsExactlyInAnyOrderElementsOf(
            events.properties().stream().map(Map.Entry::getKey).toList());
  }

  @Test
  void the_stream_takes_the_parameters_that_are_described() {
    for (JsonNode parameter : api.at("/paths/~1watch/get/parameters")) {
      assertThat(parameter.path("description").asText()).isNotEmpty();
      assertThat(parameter.path("in").asText()).isIn("query", "header");
    }
    assertThat(api.at("/paths/~1watch/get/parameters").findValuesAsText("name"))
        .contains("kind", "job", "host", "hostPattern", "selector", "group", "from")
        .contains("Last-Event-ID", "Helios-Min-Revision");
  }

  private void fits(String verb, String path, String asked) throws Exception {
    fits(verb, path, cluster.get(asked));
  }

  private void fits(String verb, String path, Reply reply) throws Exception {
    assertThat(reply.status()).as("%s %s", path, reply).isEqualTo(200);
    JsonNode answer = Json.http().readTree(reply.text());
    JsonNode schema =
        api.path("paths")
            .path(path)
            .path(verb)
            .path("responses")
            .path("200")
            .path("content")
            .path("application/json")
            .path("schema");
    assertThat(schema.isEmpty()).as("%s says what it answers", path).isFalse();
    assertThat(answer.isEmpty()).as(path).isFalse();
    assertThat(errors(answer, schema, path)).isEmpty();
  }

  /** What of JSON Schema the description uses; properties that it does not name are errors too. */
  private List<String> errors(JsonNode value, JsonNode schema, String at) {
    List<String> errors = new ArrayList<>();
    if (schema.has("$ref")) {
      return errors(value, resolve(schema.path("$ref").asText()), at);
    }
    if (schema.has("anyOf") || schema.has("oneOf")) {
      List<String> last = List.of();
      for (JsonNode either : schema.path(schema.has("anyOf") ? "anyOf" : "oneOf")) {
        List<String> found = errors(value, either, at);
        if (found.isEmpty()) {
          return found;
        }
        last = last.isEmpty() ? found : last;
      }
      return last;
    }
    String type = schema.path("type").asText();
    boolean right =
        switch (type) {
          case "object" -> value.isObject();
          case "array" -> value.isArray();
          case "string" -> value.isTextual();
          case "integer" -> value.isIntegralNumber();
          case "number" -> value.isNumber();
          case "boolean" -> value.isBoolean();
          case "null" -> value.isNull();
          default -> true;
        };
    if (!right) {
      errors.add(at + " is no " + type + ": " + value);
    }
    if (schema.has("enum") && !schema.path("enum").toString().contains(value.toString())) {
      errors.add(at + " is none of " + schema.path("enum") + ": " + value);
    }
    for (JsonNode item : value.isArray() ? value : Json.http().createArrayNode()) {
      errors.addAll(errors(item, schema.path("items"), at + "[]"));
    }
    if (value.isObject() && type.equals("object")) {
      for (Map.Entry<String, JsonNode> property : value.properties()) {
        String where = at + "." + property.getKey();
        if (schema.has("additionalProperties")) {
          errors.addAll(errors(property.getValue(), schema.path("additionalProperties"), where));
        } else if (schema.path("properties").has(property.getKey())) {
          JsonNode described = schema.path("properties").path(property.getKey());
          errors.addAll(errors(property.getValue(), described, where));
        } else {
          errors.add(where + " is not described");
        }
      }
    }
    return errors;
  }

  private JsonNode resolve(String reference) {
    return api.at(reference.substring(1));
  }
}
