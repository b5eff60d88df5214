package io.helios.agent.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.helios.model.job.Job;
import io.helios.model.job.JobId;
import io.helios.model.json.Json;
import io.helios.model.task.Goal;
import io.helios.model.task.TaskStatus;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AgentHttpTest {
  private static final JobId JOB = new JobId("web", "1", "0".repeat(40));
  private static final AgentHttp.Metrics METRICS =
      new AgentHttp.Metrics() {
        @Override
        public List<Metric> numbers() {
          return List.of(
              new Metric("tasks", Metric.Kind.GAUGE, "Tasks.", 3, Map.of("state", "A\"\\\n")),
              new Metric("tasks", Metric.Kind.GAUGE, "Tasks.", 1.5));
        }

        @Override
        public Map<String, Object> json() {
          return Map.of("version", "4.0.0");
        }
      };

  private final HttpClient client = HttpClient.newHttpClient();
  private final Map<String, Check> checks = new HashMap<>();
  private final View view = new View();
  private AgentHttp http;

  /** One task that is to run. */
  private static final class View implements TaskView {
    private boolean broken;

    @Override
    public Map<JobId, Task> tasks() {
      if (broken) {
        throw new IllegalStateException("planned");
      }
      Job job = Job.newBuilder("web", "1").setId(JOB).setImage("img").build();
      return Map.of(JOB, new Task(job, Goal.START, "me", null, null));
    }

    @Override
    public Map<JobId, TaskStatus> statuses() {
      return Map.of();
    }
  }

  private static InetSocketAddress anyPort() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  @BeforeEach
  void start() throws IOException {
    http = AgentHttp.start(anyPort(), anyPort(), view, checks, METRICS, Map::of);
  }

  @AfterEach
  void stop() {
    http.close();
  }

  private HttpResponse<String> send(String method, int port, String path) throws Exception {
    return client.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .method(method, BodyPublishers.noBody())
            .build(),
        BodyHandlers.ofString());
  }

  private HttpResponse<String> get(String path) throws Exception {
    return send("GET", http.httpPort(), path);
  }

  private HttpResponse<String> admin(String path) throws Exception {
    return send("GET", http.adminPort(), path);
  }

  @Test
  void tasks_are_told_by_job_id() throws Exception {
    JsonNode tasks = Json.tree().readTree(get("/helios/tasks").body());

    assertThat(tasks.path(JOB.toString()).path("goal").asText()).isEqualTo("START");
    assertThat(tasks.path(JOB.toString()).path("job").path("image").asText()).isEqualTo("img");
  }

  @Test
  void no_statuses_are_an_empty_map() throws Exception {
    assertThat(get("/helios/taskstatus?x=y").body()).isEqualTo("{}");
  }

  @Test
  void all_well_is_200_with_each_check_by_name() throws Exception {
    checks.put("zookeeper", Optional::empty);

    assertThat(admin("/healthcheck").statusCode()).isEqualTo(200);
    assertThat(admin("/healthcheck").body()).isEqualTo("{\"zookeeper\":{\"healthy\":true}}");
  }

  @Test
  void one_complaint_is_500_in_words() throws Exception {
    checks.put("zookeeper", Optional::empty);
    checks.put("dockerd", () -> Optional.of("no engine"));

    assertThat(admin("/healthcheck").statusCode()).isEqualTo(500);
    assertThat(admin("/healthcheck").body())
        .isEqualTo(
            "{\"dockerd\":{\"healthy\":false,\"message\":\"no engine\"},"
                + "\"zookeeper\":{\"healthy\":true}}");
  }

  @Test
  void ping_and_metrics_answer_in_plain_text() throws Exception {
    assertThat(admin("/ping").body()).isEqualTo("pong\n");
    assertThat(metrics("text/plain;version=0.0.4;q=0.5,*/*;q=0.1"))
        .isEqualTo(
            """
            # HELP tasks Tasks.
            # TYPE tasks gauge
            tasks{state="A\\"\\\\\\n"} 3
            tasks 1.5
            """);
  }

  private String metrics(String accept) throws Exception {
    return client
        .send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + http.adminPort() + "/metrics"))
                .header("Accept", accept)
                .build(),
            BodyHandlers.ofString())
        .body();
  }

  @Test
  void metrics_are_json_for_whoever_does_not_ask_for_text() throws Exception {
    assertThat(admin("/metrics").body()).isEqualTo("{\"version\":\"4.0.0\"}");
    assertThat(metrics("*/*")).isEqualTo("{\"version\":\"4.0.0\"}");
  }

  @Test
  void threads_are_shown_with_what_they_do() throws Exception {
    assertThat(admin("/threads").body()).contains("main id=").contains("    at ");
  }

  @Test
  void a_task_shows_all_its_fields_even_if_they_are_null() throws Exception {
    JsonNode task = Json.tree().readTree(get("/helios/tasks").body()).path(JOB.toString());

    assertThat(task.properties())
        .extracting(Map.Entry::getKey)
        .containsExactlyInAnyOrder(
            "job", "goal", "deployerUser", "deployerMaster", "deploymentGroupName");
  }

  @Test
  void numbers_of_the_process_are_real() {
    assertThat(ProcessMetrics.now())
        .filteredOn(
            metric -> metric.name().startsWith("jvm_memory") || metric.name().contains("threads"))
        .hasSize(3)
        .allMatch(metric -> metric.value() > 0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/helios", "/helios/tasks/", "/helios/%2e%2e/x", "/%20%C3"})
  void an_unknown_path_is_404_in_json(String path) throws Exception {
    HttpResponse<String> response = get(path);

    assertThat(response.statusCode()).isEqualTo(404);
    assertThat(Json.tree().readTree(response.body()).path("message").asText())
        .contains("/helios/tasks");
  }

  @ParameterizedTest
  @ValueSource(strings = {"//", "/%zz", "/[", "nonsense", "http://[", "/\u00e9"})
  void a_path_that_is_none_is_the_clients_fault(String path) throws Exception {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), http.httpPort())) {
      socket.setSoTimeout(10_000);
      String request = "GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(UTF_8));

      assertThat(new String(socket.getInputStream().readNBytes(12), UTF_8))
          .startsWith("HTTP/1.1 4");
    }
  }

  @Test
  void a_wrong_method_is_405_and_says_which_are_right() throws Exception {
    HttpResponse<String> response = send("POST", http.httpPort(), "/helios/tasks");

    assertThat(response.statusCode()).isEqualTo(405);
    assertThat(response.headers().firstValue("Allow")).contains("GET, HEAD");
  }

  @Test
  void head_is_get_without_the_body() throws Exception {
    assertThat(send("HEAD", http.httpPort(), "/helios/tasks").statusCode()).isEqualTo(200);
  }

  @Test
  void a_fault_of_ours_is_500_without_its_insides() throws Exception {
    view.broken = true;

    assertThat(get("/helios/tasks").statusCode()).isEqualTo(500);
    assertThat(get("/helios/tasks").body()).doesNotContain("planned");
  }

  @Test
  void a_port_that_is_taken_is_named_and_nothing_is_left_listening() throws Exception {
    int free = anyFree();
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var takenAddress =
          new InetSocketAddress(InetAddress.getLoopbackAddress(), taken.getLocalPort());

      assertThatThrownBy(
              () ->
                  AgentHttp.start(
                      new InetSocketAddress(InetAddress.getLoopbackAddress(), free),
                      takenAddress,
                      view,
                      checks,
                      METRICS,
                      Map::of))
          .isInstanceOf(IOException.class)
          .hasMessageContaining(":" + taken.getLocalPort());
    }
    new ServerSocket(free, 1, InetAddress.getLoopbackAddress()).close();
  }

  private static int anyFree() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
