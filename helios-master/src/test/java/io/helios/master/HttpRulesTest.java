package io.helios.master;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.helios.coordination.layout.Paths;
import io.helios.coordination.tree.Changes;
import io.helios.master.fixtures.Http;
import io.helios.master.fixtures.Reply;
import io.helios.model.host.HostName;
import io.helios.model.job.Job;
import io.helios.model.job.JobId;
import io.helios.model.job.PortMapping;
import io.helios.model.json.Json;
import io.helios.model.task.Deployment;
import io.helios.model.task.Goal;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HttpRulesTest {
  private MasterFixture master;
  private JobId job;

  @BeforeAll
  void start(@TempDir Path directory) throws Exception {
    master = MasterFixture.started(directory);
    master.hostUp("h1");
    master.hostUp("h2");
    job = master.create(MasterFixture.job("foo"));
    master.create(MasterFixture.job("barfoo"));
  }

  @AfterAll
  void stop() {
    master.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/hosts", "/jobs", "/masters", "/version", "/hosts/h1/status", "/ready"})
  void a_trailing_slash_changes_nothing(String path) {
    assertThat(master.get(path + "/").status()).isEqualTo(200);
    assertThat(master.get(path + "/").text()).isEqualTo(master.get(path).text());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2",
        "text/html, image/gif, image/jpeg, */*; q=0.2",
        "application/json",
        "nonsense"
      })
  void who_accepts_anything_gets_json(String accept) {
    Reply reply = master.get("/masters", "Accept: " + accept);
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.header("Content-Type")).isEqualTo("application/json");
  }

  @Test
  void who_wants_only_html_gets_nothing() {
    assertThat(master.get("/masters", "Accept: text/html").status()).isEqualTo(406);
  }

  @Test
  void every_answer_carries_version_and_revision() {
    for (String path : List.of("/jobs", "/nope", "/jobs/x", "/version", "/hosts?namePattern=(")) {
      Reply reply = master.get(path);
      assertThat(reply.header("Helios-Server-Version")).as(path).isNotEmpty();
      assertThat(reply.header("Helios-Version-Status")).as(path).isEqualTo("MISSING");
      assertThat(reply.header("Helios-Revision")).as(path).contains("-");
    }
  }

  @Test
  void any_origin_may_ask_and_set_goals() {
    Reply asked = master.send("OPTIONS", "/hosts/h1/jobs/x", "", "Origin: http://ui");
    assertThat(asked.status()).isEqualTo(204);
    assertThat(asked.header("Access-Control-Allow-Origin")).isEqualTo("http://ui");
    assertThat(asked.header("Access-Control-Allow-Credentials")).isEqualTo("true");
    assertThat(asked.header("Access-Control-Allow-Methods")).contains("PATCH");
    assertThat(asked.header("Allow")).contains("PATCH");
    assertThat(asked.bytes()).isEmpty();
  }

  @Test
  void a_large_answer_is_compressed_on_request() throws Exception {
    Reply packed = master.get("/jobs/" + job, "Accept-Encoding: gzip");
    assertThat(packed.header("Content-Encoding")).isEqualTo("gzip");
    byte[] plain = new GZIPInputStream(new ByteArrayInputStream(packed.bytes())).readAllBytes();
    assertThat(new String(plain, StandardCharsets.UTF_8)).contains("\"image\":\"busybox\"");
  }

  @Test
  void a_body_that_is_too_large_is_refused_whatever_it_says_of_its_length() {
    byte[] announced =
        "POST /jobs HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: 99999999\r\n\r\n{}"
            .getBytes(StandardCharsets.UTF_8);
    Reply reply = Http.send(master.master.httpPort(), announced);
    assertThat(reply.status()).isEqualTo(413);
    assertThat(reply.json().path("message").asText()).contains("larger");
  }

  @Test
  void a_pattern_that_is_none_is_explained() {
    for (String path : List.of("/hosts?namePattern=(", "/jobs?hostPattern=%5B")) {
      Reply reply = master.get(path);
      assertThat(reply.status()).isEqualTo(400);
      assertThat(reply.json().path("message").asText()).startsWith("Invalid pattern");
    }
  }

  @Test
  void a_pattern_that_takes_for_ever_is_refused() {
    String host = "a".repeat(60) + "b";
    assertThat(master.send("PUT", "/hosts/" + host + "?id=1", "").status()).isEqualTo(200);
    Reply reply = master.get("/hosts?namePattern=" + ".*".repeat(8) + "0");
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.json().path("message").asText()).contains("too long");
    master.send("DELETE", "/hosts/" + host, "");
  }

  @Test
  void a_reference_finds_the_exact_job_before_those_that_contain_it() {
    assertThat(master.get("/jobs?q=foo:1").json()).hasSize(2);
    assertThat(master.get("/jobs?ref=foo:1").json()).hasSize(1);
    assertThat(master.get("/jobs?ref=fo").json()).hasSize(2);
    assertThat(master.get("/jobs?ref=nothing").json()).isEmpty();
  }

  @Test
  void posting_a_goal_is_the_same_as_patching_it() {
    JobId other = master.create(MasterFixture.job("goal"));
    master.deploy("h1", other, Goal.START);
    String path = "/hosts/h1/jobs/" + other;
    long before = master.get(path).at("/generation").asLong();

    Reply posted = master.send("POST", path, Json.text(Deployment.of(other, Goal.STOP)));

    assertThat(posted.at("/status").asText()).isEqualTo("OK");
    assertThat(master.get(path).at("/goal").asText()).isEqualTo("STOP");
    assertThat(master.get(path).at("/generation").asLong()).isGreaterThan(before);
    assertThat(master.get(path).at("/deployerUser").asText()).isEqualTo("bob");
  }

  @Test
  void a_static_port_belongs_to_one_job_of_a_host() {
    Map<String, PortMapping> ports = Map.of("http", PortMapping.of(80, 8080));
    JobId first = master.create(Job.newBuilder("p1", "1").setImage("b").setPorts(ports).build());
    JobId second = master.create(Job.newBuilder("p2", "1").setImage("b").setPorts(ports).build());
    master.deploy("h1", first, Goal.START);

    assertThat(master.deploy("h1", second, Goal.START).at("/status").asText())
        .isEqualTo("PORT_CONFLICT");
    assertThat(master.deploy("h2", second, Goal.START).at("/status").asText()).isEqualTo("OK");
    master.send("DELETE", "/hosts/h1/jobs/" + first + "?token=", "");
    assertThat(master.deploy("h1", second, Goal.START).at("/status").asText()).isEqualTo("OK");
    assertThat(master.deploy("h1", first, Goal.START).at("/status").asText())
        .isEqualTo("PORT_CONFLICT");
  }

  @Test
  void a_refusal_says_what_is_in_the_way_and_a_fulfilled_request_says_nothing() {
    Map<String, PortMapping> ports = Map.of("http", PortMapping.of(80, 8090));
    JobId first = master.create(Job.newBuilder("m1", "1").setImage("b").setPorts(ports).build());
    JobId second = master.create(Job.newBuilder("m2", "1").setImage("b").setPorts(ports).build());
    assertThat(master.deploy("h1", first, Goal.START).json().has("message")).isFalse();

    assertThat(master.deploy("h1", second, Goal.START).at("/message").asText())
        .isEqualTo("Port 8090/tcp of h1 is held by " + first);
    assertThat(master.deploy("nohost", second, Goal.START).at("/message").asText())
        .isEqualTo("No host nohost is registered");
    String path = "/hosts/h1/jobs/" + second;
    assertThat(master.send("DELETE", path + "?token=", "").at("/message").asText())
        .isEqualTo(second + " is not deployed on h1");
    String goal = Json.text(Deployment.of(first, Goal.STOP));
    assertThat(master.send("PATCH", "/hosts/h1/jobs/" + first + "?token=x", goal).at("/message"))
        .hasToString("\"The token is not that of " + first + "\"");
  }

  @Test
  void a_removed_host_is_gone_with_its_deployments() {
    master.hostUp("h3");
    JobId other = master.create(MasterFixture.job("on-h3"));
    master.deploy("h3", other, Goal.START);

    assertThat(master.send("DELETE", "/hosts/h3", "").at("/status").asText()).isEqualTo("OK");

    assertThat(master.get("/hosts/h3/status").status()).isEqualTo(404);
    assertThat(master.get("/jobs/" + other + "/status").at("/deployments")).isEmpty();
    assertThat(master.send("DELETE", "/jobs/" + other + "?token=", "").status()).isEqualTo(200);
    assertThat(master.store.everything().keySet())
        .filteredOn(path -> path.value().contains("/hosts/h3"))
        .isEmpty();
    assertThat(master.send("DELETE", "/hosts/h3", "").status()).isEqualTo(404);
  }

  @Test
  void a_host_in_use_is_not_removed_by_who_only_wants_unused_ones() throws Exception {
    master.hostUp("used");
    JobId other = master.create(MasterFixture.job("on-used"));
    master.deploy("used", other, Goal.START);
    String path = "/hosts/used?ifUnused=true";

    Reply refused = master.send("DELETE", path, "");

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.at("/status").asText()).isEqualTo("JOBS_STILL_DEPLOYED");
    assertThat(refused.at("/message").asText()).isEqualTo("Host used is up and has 1 job deployed");
    master.send("DELETE", "/hosts/used/jobs/" + other + "?token=", "");
    assertThat(master.send("DELETE", path, "").at("/message").asText())
        .isEqualTo("Host used is up");
    master.other.commit(Changes.NONE.delete(Paths.hostUp(new HostName("used"))));
    await().until(() -> master.get("/hosts/used/status").text().contains("DOWN"));
    assertThat(master.send("DELETE", path, "").at("/status").asText()).isEqualTo("OK");
    assertThat(master.get("/hosts/used/status").status()).isEqualTo(404);
    assertThat(master.send("DELETE", "/hosts/h1?ifUnused=maybe", "").status()).isEqualTo(400);
  }

  @Test
  void a_host_that_another_agent_holds_is_not_registered() {
    assertThat(master.send("PUT", "/hosts/h1?id=other", "").status()).isEqualTo(409);
    assertThat(master.send("PUT", "/hosts/bad%20name?id=1", "").status()).isEqualTo(400);
    assertThat(master.send("PUT", "/hosts/h1?id=id-of-h1", "").text()).isEqualTo("\"OK\"");
  }

  @Test
  void the_admin_port_tells_health_and_readiness() {
    int port = master.master.adminPort();
    for (String path : List.of("/ping", "/healthcheck", "/metrics", "/threads", "/ready")) {
      Reply reply = Http.send(port, Http.request("GET", path, List.of(), new byte[0]));
      assertThat(reply.status()).as(path).isEqualTo(200);
    }
  }
}
