package io.helios.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.helios.client.fixtures.ScriptedMaster;
import io.helios.client.fixtures.ScriptedMaster.Answer;
import io.helios.model.api.CreateJobResponse;
import io.helios.model.api.HeliosVersion;
import io.helios.model.api.HostResult;
import io.helios.model.api.JobDeleteResponse;
import io.helios.model.api.JobDeployResponse;
import io.helios.model.api.SetGoalResponse;
import io.helios.model.host.HostStatus;
import io.helios.model.job.Job;
import io.helios.model.job.JobId;
import io.helios.model.task.Deployment;
import io.helios.model.task.Goal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeliosClientTest {
  private static final JobId ID = new JobId("foo", "1", "8f747a64ccd4b0b186718eea5b6a60e6076e5974");
  private static final String PATH = "/jobs/" + ID;

  private final ScriptedMaster master = new ScriptedMaster();
  private final List<String> notices = Collections.synchronizedList(new ArrayList<>());
  private final List<HeliosClient> clients = new ArrayList<>();

  @AfterEach
  void close() {
    clients.forEach(HeliosClient::close);
    master.close();
  }

  private HeliosClient client(boolean shortLived) {
    return started(builder(master.url()).setShortLived(shortLived));
  }

  private HeliosClientBuilder builder(String... endpoints) {
    return HeliosClient.newBuilder()
        .setEndpointStrings(List.of(endpoints))
        .setUser("al ice")
        .setHttpTimeout(5, TimeUnit.SECONDS)
        .setRetryTimeout(5, TimeUnit.SECONDS)
        .setNotices(notices::add);
  }

  private HeliosClient started(HeliosClientBuilder builder) {
    HeliosClient client = builder.build();
    clients.add(client);
    return client;
  }

  private static Throwable failure(CompletableFuture<?> future) {
    Throwable thrown = catchThrowable(() -> future.orTimeout(20, TimeUnit.SECONDS).join());
    assertThat(thrown).isInstanceOf(CompletionException.class);
    return thrown.getCause();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_job_is_created_with_the_user_as_last_parameter_and_the_version_announced(boolean light) {
    master.on("POST", "/jobs", "{\"status\":\"OK\",\"errors\":[],\"id\":\"" + ID + "\",\"new\":1}");

    CreateJobResponse response =
        client(light).createJob(Job.newBuilder("foo", "1").setImage("busybox").build()).join();

    assertThat(response.status()).isEqualTo(CreateJobResponse.Status.OK);
    assertThat(response.id()).isEqualTo(ID.toString());
    ScriptedMaster.Received request = master.received().get(0);
    assertThat(request.line()).isEqualTo("POST /jobs/?user=al%20ice");
    assertThat(request.body()).contains("\"id\":\"foo:1\"").contains("\"image\":\"busybox\"");
    assertThat(request.headers())
        .containsEntry("Helios-version", HeliosVersion.current().toString())
        .containsEntry("Content-type", "application/json");
    assertThat(HeliosVersion.current().toString()).matches("\\d+\\.\\d+\\.\\d+(-SNAPSHOT)?");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_refusal_with_a_status_of_its_own_is_an_answer(boolean light) {
    master.on(
        "PUT",
        "/hosts/h1/jobs/" + ID,
        request ->
            Answer.of(
                400, "{\"status\":\"PORT_CONFLICT\",\"host\":\"h1\",\"job\":\"" + ID + "\"}"));

    JobDeployResponse response =
        client(light).deploy(Deployment.of(ID, Goal.START), "h1", "t&k").join();

    assertThat(response.status()).isEqualTo(JobDeployResponse.Status.PORT_CONFLICT);
    assertThat(master.lines())
        .containsExactly("PUT /hosts/h1/jobs/" + ID + "?token=t%26k&user=al%20ice");
    assertThat(master.received().get(0).body()).contains("\"goal\":\"START\"");
  }

  @Test
  void a_goal_is_set_by_post_where_the_transport_has_no_patch() {
    String ok = "{\"status\":\"OK\",\"host\":\"h1\",\"job\":\"" + ID + "\"}";
    master.on("POST", "/hosts/h1" + PATH, ok).on("PATCH", "/hosts/h1" + PATH, ok);
    Deployment stop = Deployment.of(ID, Goal.STOP);

    assertThat(client(true).setGoal(stop, "h1").join().status())
        .isEqualTo(SetGoalResponse.Status.OK);
    assertThat(client(false).setGoal(stop, "h1").join().status())
        .isEqualTo(SetGoalResponse.Status.OK);

    assertThat(master.received())
        .extracting(ScriptedMaster.Received::method)
        .containsExactly("POST", "PATCH");
  }

  @Test
  void what_is_not_there_is_empty() {
    HeliosClient client = client(true);

    assertThat(client.job(ID).join()).isEmpty();
    assertThat(client.jobStatus(ID).join()).isEmpty();
    assertThat(client.hostStatus("h1").join()).isEmpty();
    assertThat(client.deployment("h1", ID).join()).isEmpty();
  }

  @Test
  void statuses_are_read_with_dates_as_numbers_and_unknown_properties() {
    String job = "{\"id\":\"" + ID + "\",\"image\":\"busybox\",\"expires\":1893456000000,\"x\":1}";
    String task =
        "{\"job\":" + job + ",\"goal\":\"START\",\"state\":\"RUNNING\",\"generation\":7,\"y\":{}}";
    String deployment = "{\"jobId\":\"" + ID + "\",\"goal\":\"START\",\"generation\":7}";
    master.on(
        "GET",
        PATH + "/status",
        "{\"job\":"
            + job
            + ",\"taskStatuses\":{\"h1\":"
            + task
            + "},\"deployments\":{\"h1\":"
            + deployment
            + "}}");

    var status = client(true).jobStatus(ID).join().orElseThrow();

    assertThat(status.job().expires()).hasToString("2030-01-01T00:00:00Z");
    assertThat(status.taskStatuses().get("h1").report().generation()).isEqualTo(7);
    assertThat(status.deployments().get("h1").generation()).isEqualTo(7);
  }

  @Test
  void the_other_calls_ask_what_they_should() {
    String job = "{\"id\":\"" + ID + "\"}";
    master
        .on("GET", "/jobs", "{\"" + ID + "\":" + job + "}")
        .on("POST", "/jobs/statuses", "{}")
        .on("GET", "/hosts", "[\"h2\",\"h1\"]")
        .on("POST", "/hosts/statuses", "{}")
        .on("GET", "/masters", "[\"m1\"]")
        .on("GET", "/history/jobs/" + ID, "{\"events\":[],\"status\":\"OK\"}")
        .on("DELETE", PATH, "{\"status\":\"OK\"}")
        .on("DELETE", "/hosts/h1", "{\"status\":\"OK\",\"host\":\"h1\"}")
        .on("DELETE", "/hosts/h1" + PATH, "{\"status\":\"OK\"}")
        .on("PUT", "/hosts/h1", "\"OK\"");
    HeliosClient client = client(true);

    assertThat(client.jobs("foo", "h.*").join()).containsOnlyKeys(ID);
    assertThat(client.jobStatuses(Set.of(ID)).join()).isEmpty();
    assertThat(
            client.listHosts("a+b", new LinkedHashSet<>(List.of("role=web", "x in (a,b)"))).join())
        .containsExactly("h2", "h1");
    assertThat(client.hostStatuses(List.of("h1"), Map.of("status", "UP")).join()).isEmpty();
    assertThat(client.listMasters().join()).containsExactly("m1");
    assertThat(client.jobHistory(ID).join().events()).isEmpty();
    assertThat(client.deleteJob(ID).join().status()).isEqualTo(JobDeleteResponse.Status.OK);
    assertThat(client.deregisterHost("h1").join().host()).isEqualTo("h1");
    assertThat(client.undeploy(ID, "h1", "tok").join().status()).isNotNull();
    assertThat(client.registerHost("h1", "me").join()).isEqualTo(200);

    String user = "user=al%20ice";
    assertThat(master.lines())
        .containsExactly(
            "GET /jobs?q=foo&hostPattern=h.*&" + user,
            "POST /jobs/statuses?" + user,
            "GET /hosts/?namePattern=a%2Bb&selector=role%3Dweb&selector=x%20in%20%28a%2Cb%29&"
                + user,
            "POST /hosts/statuses?status=UP&" + user,
            "GET /masters/?" + user,
            "GET /history/jobs/" + ID + "?" + user,
            "DELETE " + PATH + "?token=&" + user,
            "DELETE /hosts/h1?" + user,
            "DELETE /hosts/h1" + PATH + "?token=tok&" + user,
            "PUT /hosts/h1?id=me&" + user);
    assertThat(master.received().get(1).body()).isEqualTo("[\"" + ID + "\"]");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void compressed_answers_are_read(boolean light) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
      zip.write("[\"höst\"]".getBytes(StandardCharsets.UTF_8));
    }
    String body = bytes.toString(StandardCharsets.ISO_8859_1);
    master.on("GET", "/hosts", request -> Answer.json(body).with("Content-Encoding", "gzip"));

    assertThat(client(light).listHosts().join()).containsExactly("höst");
    assertThat(master.received().get(0).headers()).containsEntry("Accept-encoding", "gzip");
  }

  @Test
  void the_highest_revision_is_remembered_and_sent_along() {
    master.inTurn(
        "GET",
        "/hosts",
        Answer.json("[]").with("Helios-Revision", "c-1-90"),
        Answer.json("[]").with("Helios-Revision", "c-1-8"),
        Answer.json("[]").with("Helios-Revision", "c-2-3"),
        Answer.json("[]"));
    HeliosClient client = client(true);
    for (int i = 0; i < 4; i++) {
      client.listHosts().join();
    }

    assertThat(master.received())
        .extracting(request -> request.headers().get("Helios-min-revision"))
        .containsExactly(null, "c-1-90", "c-1-90", "c-2-3");
  }

  @Test
  void a_newer_client_is_told_once() {
    master.on(
        "GET",
        "/hosts",
        request ->
            Answer.json("[]")
                .with("Helios-Version-Status", "MAYBE")
                .with("Helios-Server-Version", "0.9.1"));
    HeliosClient client = client(true);
    client.listHosts().join();
    client.listHosts().join();

    assertThat(notices).singleElement().asString().contains("newer than the master (0.9.1)");
  }

  @Test
  void the_version_of_a_master_comes_with_or_without_quotes() {
    master.inTurn(
        "GET", "/version", Answer.json("\"0.9.45\""), Answer.json("0.9.2"), Answer.of(418, ""));
    HeliosClient client = client(true);

    assertThat(client.version().join().masterVersion()).isEqualTo("0.9.45");
    assertThat(client.version().join())
        .isEqualTo(new VersionResponse(HeliosVersion.current().toString(), "0.9.2"));
    assertThat(client.version().join().masterVersion())
        .isEqualTo("Master replied with error code 418");
  }

  @Test
  void errors_of_any_shape_become_one_line() {
    master.inTurn(
        "GET",
        "/hosts",
        Answer.of(400, "Invalid host selector: x"),
        Answer.of(400, "{\"message\":\"no such operator\"}"),
        Answer.of(500, "<html><body>Oops</body></html>"),
        Answer.of(404, ""),
        Answer.of(422, "{\"errors\":[\"a\",\"b\"]}"),
        Answer.of(426, "\"too old\""));
    HeliosClient client = client(true);

    assertThat(Stream.generate(() -> failure(client.listHosts())).limit(6))
        .allSatisfy(failure -> assertThat(failure).isInstanceOf(RequestRejected.class))
        .extracting(Throwable::getMessage)
        .containsExactly(
            "The master refused the request (HTTP 400): Invalid host selector: x",
            "The master refused the request (HTTP 400): no such operator",
            "The master refused the request (HTTP 500)",
            "The master refused the request (HTTP 404): nothing there; does the URL really lead to"
                + " a Helios master?",
            "The master refused the request (HTTP 422): [\"a\",\"b\"]",
            "The master refused the request (HTTP 426): too old");
  }

  @Test
  void a_message_without_a_status_is_not_taken_for_a_response() {
    master.on(
        "PUT",
        "/hosts/h1" + PATH,
        request -> Answer.of(409, "{\"message\":\"h1 takes no new deployments\"}"));

    assertThat(failure(client(true).deploy(Deployment.of(ID, Goal.START), "h1")))
        .isInstanceOf(RequestRejected.class)
        .hasMessageContaining("HTTP 409")
        .hasMessageContaining("h1 takes no new deployments");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"<html>hello</html>", "", "null", "{\"a\":", "[1,{}]", "{\"status\":\"??\"}"})
  void garbage_is_a_bad_reply(String body) {
    master.on("GET", "/hosts", body).on("DELETE", PATH, body);
    HeliosClient client = client(true);

    assertThat(failure(client.listHosts()))
        .isInstanceOf(BadReply.class)
        .hasMessageStartingWith("Bad reply");
    assertThat(failure(client.deleteJob(ID))).isInstanceOf(BadReply.class);
  }

  @Test
  void a_deployment_without_goal_is_refused_at_once() {
    assertThat(
            catchThrowable(
                () -> client(true).deploy(new Deployment(ID, null, null, null, null, null), "h")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void many_hosts_take_one_request_or_one_each_where_masters_are_too_old() {
    String one = "{\"status\":\"OK\",\"host\":\"%s\",\"job\":\"" + ID + "\"}";
    master
        .on("PUT", "/hosts/h1" + PATH, one.formatted("h1"))
        .on("PUT", "/hosts/h2" + PATH, request -> Answer.of(409, "{\"message\":\"cordoned\"}"));
    HeliosClient client = client(true);
    Deployment start = Deployment.of(ID, Goal.START);

    List<HostResult> byOne = client.deploy(start, List.of("h1", "h2"), "").join();
    assertThat(byOne).extracting(HostResult::status).containsExactly("OK", "ERROR");
    assertThat(byOne.get(1).message()).contains("cordoned");

    master.on(
        "POST",
        PATH + "/deploy",
        "{\"results\":[" + one.formatted("h1") + "," + one.formatted("h2") + "]}");
    List<HostResult> together = client.deploy(start, List.of("h1", "h2"), "").join();
    assertThat(together).extracting(HostResult::status).containsExactly("OK", "OK");
    assertThat(client.deploy(start, List.of(), "").join()).isEmpty();
  }

  @Test
  void very_many_hosts_take_several_requests() {
    master.on(
        "POST",
        PATH + "/stop",
        request -> {
          String body = request.body();
          String hosts = body.substring(body.indexOf('[') + 1, body.indexOf(']'));
          return Answer.json(
              "{\"results\":["
                  + hosts.replaceAll(
                      "(\"h\\d+\")", "{\"status\":\"OK\",\"host\":$1,\"job\":\"" + ID + "\"}")
                  + "]}");
        });
    List<String> hosts = IntStream.range(0, 12_000).mapToObj(i -> "h" + i).toList();

    List<HostResult> results = client(true).setGoal(Deployment.of(ID, Goal.STOP), hosts, "").join();

    assertThat(results).extracting(HostResult::host).isEqualTo(hosts);
    assertThat(master.received()).hasSize(3);
  }

  @Test
  void pages_tell_where_the_next_one_begins() {
    String status = "{\"status\":\"UP\",\"jobs\":{},\"statuses\":{}}";
    master.inTurn(
        "GET",
        "/statuses/hosts",
        Answer.json("{\"h1\":" + status + "}").with("Helios-Next-Page", "h1"),
        Answer.json("{\"h2\":" + status + "}"));
    HeliosClient client = client(true);

    Page<HostStatus> first = client.hostStatusPage(Map.of("limit", "1")).join();
    Page<HostStatus> last = client.hostStatusPage(Map.of("after", first.next().get())).join();

    assertThat(first.items()).containsOnlyKeys("h1");
    assertThat(last.items()).containsOnlyKeys("h2");
    assertThat(last.next()).isEmpty();
    assertThat(master.lines().get(1)).isEqualTo("GET /statuses/hosts?after=h1&user=al%20ice");
  }
}
