package io.helios.master;

import static org.assertj.core.api.Assertions.assertThat;

import io.helios.master.fixtures.Http;
import io.helios.master.fixtures.Reply;
import io.helios.model.job.JobId;
import io.helios.model.json.Json;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Addresses, headers and bodies as no library of ours would send them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OddRequestsTest {
  private MasterFixture master;
  private JobId job;

  @BeforeAll
  void start(@TempDir Path directory) throws Exception {
    master = MasterFixture.started(directory);
    master.hostUp("h1");
    job = master.create(MasterFixture.job("web"));
  }

  @AfterAll
  void stop() {
    master.close();
  }

  @Test
  void a_path_that_was_encoded_twice_means_the_same() {
    String once = job.toString().replace(":", "%3A");
    String twice = job.toString().replace(":", "%253A").replace("web", "%2577eb");
    assertThat(master.get("/jobs/" + once).status()).isEqualTo(200);
    assertThat(master.get("/jobs/" + twice).status()).isEqualTo(200);
    assertThat(master.get("/hosts/%68%31/status").status()).isEqualTo(200);
    assertThat(master.get("/hosts/%2568%2531/status?x=%2541").status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "//hosts, 200",
    "///hosts//, 200",
    "/hosts/, 200",
    "/hosts//h1/status, 404",
    "/hosts%2Fh1/status, 404",
    "/hosts/h1%2Fx/status, 404",
    "/hosts/h1%252Fx/status, 404",
    "/hosts/../hosts, 404",
    "/, 404",
    "/hosts/%2e%2e/hosts, 400",
    "/hosts/%E0%80/status, 400",
    "/hosts/%zz/status, 400",
    "/hosts/%00/status, 400",
    "/hosts/a%5Cb/status, 400",
    "/hosts/é/status, 400",
    "*, 400",
    "hosts, 400"
  })
  void every_path_gets_an_answer_of_ours(String path, int status) {
    assertOurs(master.get(path), status);
  }

  @Test
  void an_address_or_header_that_is_too_long_is_refused() {
    assertOurs(master.get("/hosts/" + "x".repeat(9_000)), 414);
    assertOurs(master.get("/hosts", "X: " + "y".repeat(20_000)), 431);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GARBAGE\r\n\r\n",
        "GET / HTTP/9.9\r\n\r\n",
        "GET /hosts HTTP/1.1\r\nConnection: close\r\n\r\n",
        "GET /hosts HTTP/1.1\r\nHost: x\r\nConnection: close\r\nBad Header\r\n\r\n",
        "GET /hosts/a b HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
        "POST /jobs HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: abc\r\n\r\n",
        "POST /jobs HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
            + "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        "POST /jobs/statuses HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
            + "Content-Type: application/json\r\nContent-Encoding: gzip\r\n"
            + "Content-Length: 3\r\n\r\nabc"
      })
  @SuppressWarnings("StringConcatToTextBlock") // Lines of HTTP end in \r\n.
  void what_is_no_http_is_the_clients_fault(String request) {
    Reply reply = raw(request.getBytes(StandardCharsets.UTF_8));
    assertOurs(reply, 400);
    assertThat(reply.at("/message").asText()).isNotEmpty();
  }

  @Test
  void a_body_may_be_compressed() throws Exception {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(("[\"" + job + "\"]").getBytes(StandardCharsets.UTF_8));
    }
    Reply reply =
        raw(
            Http.request(
                "POST",
                "/jobs/statuses",
                List.of("Content-Type: application/json", "Content-Encoding: gzip"),
                packed.toByteArray()));
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.json().has(job.toString())).isTrue();
  }

  @Test
  void a_body_that_unpacks_to_far_too_much_is_refused() throws Exception {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      byte[] blanks = " ".repeat(1 << 20).getBytes(StandardCharsets.UTF_8);
      for (int i = 0; i < 20; i++) {
        gzip.write(blanks);
      }
    }
    assertOurs(
        raw(
            Http.request(
                "POST",
                "/hosts/statuses",
                List.of("Content-Type: application/json", "Content-Encoding: gzip"),
                packed.toByteArray())),
        413);
  }

  @ParameterizedTest
  @CsvSource({
    "POST, /jobs",
    "POST, /jobs/statuses",
    "POST, /hosts/statuses",
    "PUT, /hosts/h1/jobs/JOB",
    "PATCH, /hosts/h1/jobs/JOB",
    "POST, /hosts/h1/jobs/JOB",
    "POST, /jobs/JOB/deploy"
  })
  void where_a_body_is_needed_none_is_422_another_type_415_and_broken_json_400(
      String method, String path) {
    String at = path.replace("JOB", job.toString());
    Reply none = master.send(method, at, "", "Content-Type: application/json");
    assertOurs(none, 422);
    assertThat(none.text()).isEqualTo("{\"errors\":[]}");
    assertOurs(master.send(method, at, "null"), 422);
    Reply other = master.send(method, at, "<x/>", "Content-Type: text/xml");
    assertOurs(other, 415);
    assertThat(other.bytes()).isEmpty();
    Reply broken = master.send(method, at, "{\"id\":");
    assertOurs(broken, 400);
    assertThat(broken.at("/message").asText()).isNotEmpty();
  }

  @Test
  void who_sends_no_length_at_all_is_understood() {
    for (String request :
        List.of("PUT /hosts/nolength?id=1", "DELETE /hosts/nolength", "PUT /hosts/h1/cordon")) {
      String head = request + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
      Reply reply = raw(head.getBytes(StandardCharsets.UTF_8));
      assertThat(reply.status()).as(request).isEqualTo(200);
    }
    master.send("DELETE", "/hosts/h1/cordon", "");
  }

  @Test
  void a_dry_run_judges_as_the_creation_would_and_writes_nothing() {
    String good = Json.text(MasterFixture.job("dry"));
    Reply judged = master.send("POST", "/jobs/validate?user=a", good);
    assertThat(judged.status()).isEqualTo(200);
    assertThat(judged.at("/id").asText()).isEqualTo(MasterFixture.identified("dry").toString());
    assertThat(master.get("/jobs?q=dry").json()).isEmpty();
    Reply taken = master.send("POST", "/jobs/validate", Json.text(MasterFixture.job("web")));
    assertThat(taken.at("/status").asText()).isEqualTo("JOB_ALREADY_EXISTS");
    Reply invalid =
        master.send(
            "POST",
            "/jobs/validate",
            "{\"id\":\"d:1\",\"hostname\":\"A.b\",\"networkMode\":\"x\",\"gracePeriod\":1,"
                + "\"ports\":{\"p p\":{\"internalPort\":70000,\"externalPort\":5,"
                + "\"protocol\":\"x\"}},\"volumes\":{\"a\":\"\"},\"addCapabilities\":[\"ALL\"],"
                + "\"healthCheck\":{\"type\":\"exec\",\"command\":[]}}");
    assertThat(invalid.status()).isEqualTo(400);
    assertThat(invalid.at("/errors")).as(invalid.text()).hasSizeGreaterThanOrEqualTo(9);
  }

  @Test
  void keys_may_be_repeated_and_words_written_in_any_case() {
    String body =
        "{\"id\":\"dup:1\",\"image\":\"b\",\"image\":\"busybox\",\"unknown\":{\"x\":[1]},"
            + "\"ports\":{\"p\":{\"internalPort\":80}},"
            + "\"healthCheck\":{\"type\":\"http\",\"path\":\"/\",\"port\":\"p\",\"type\":\"http\"}}";
    Reply created = master.send("POST", "/jobs", body);
    assertThat(created.at("/status").asText()).isEqualTo("OK");
    String id = created.at("/id").asText();
    assertThat(master.get("/jobs/" + id).at("/image").asText()).isEqualTo("busybox");
    assertThat(master.get("/jobs/" + id).at("/healthCheck/type").asText()).isEqualTo("http");
    Reply deployed =
        master.send("PUT", "/hosts/h1/jobs/" + id, "{\"job\":\"" + id + "\",\"goal\":\" st art\"}");
    assertThat(deployed.at("/status").asText()).as(deployed.toString()).isEqualTo("OK");
  }

  @ParameterizedTest
  @CsvSource({
    "0.9.45, 200, COMPATIBLE",
    "0.9.2-SNAPSHOT, 200, COMPATIBLE",
    "0.99.0, 200, MAYBE",
    "1.0.0, 426, INCOMPATIBLE",
    "0.9, 400, INVALID",
    "x.y.z, 400, INVALID"
  })
  void versions_are_compared_before_anything_else(String version, int status, String verdict) {
    for (String path : List.of("/masters", "/version", "/nope")) {
      Reply reply = master.get(path, "Helios-Version: " + version);
      boolean routed = status == 200;
      assertThat(reply.status()).isEqualTo(routed && path.equals("/nope") ? 404 : status);
      assertThat(reply.header("Helios-Version-Status")).isEqualTo(verdict);
    }
  }

  private Reply raw(byte[] request) {
    return Http.send(master.master.httpPort(), request);
  }

  private static void assertOurs(Reply reply, int status) {
    assertThat(reply.status()).as(reply.toString()).isEqualTo(status);
    assertThat(reply.header("Helios-Server-Version")).as(reply.toString()).isNotEmpty();
    assertThat(reply.header("Helios-Version-Status")).isNotEmpty();
    assertThat(reply.header("Content-Type")).doesNotContain("html");
  }
}
