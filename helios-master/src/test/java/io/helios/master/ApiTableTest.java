package io.helios.master;

import static org.assertj.core.api.Assertions.assertThat;

import io.helios.master.fixtures.Http;
import io.helios.master.fixtures.Reply;
import io.helios.model.job.Job;
import io.helios.model.job.JobId;
import io.helios.model.task.Goal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Rows of the contract's tables that the recording does not cover. No row changes anything, so they
 * hold in any order.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ApiTableTest {
  private static final String BARE_ID = "Invalid id";
  private static final String NONE = "";
  private static final String ANY = "*";

  private MasterFixture master;
  private JobId deployed;
  private JobId free;
  private JobId guarded;

  /**
   * A request and its answer.
   *
   * @param request method, space, path; ids by name in braces
   * @param answer the exact body, or what it contains between stars, or {@link #ANY}
   */
  private record Row(String request, String body, int status, String answer) {}

  @BeforeAll
  void start(@TempDir Path directory) throws Exception {
    master = MasterFixture.started(directory);
    master.hostUp("h1");
    master.hostUp("h2");
    deployed = master.create(MasterFixture.job("deployed"));
    free = master.create(MasterFixture.job("free"));
    guarded = master.create(Job.newBuilder("guarded", "1").setImage("b").setToken("t").build());
    master.deploy("h1", deployed, Goal.START);
    master.send(
        "PUT",
        "/hosts/h1/jobs/" + guarded + "?token=t",
        "{\"jobId\":\"" + guarded + "\",\"goal\":\"START\"}");
  }

  @AfterAll
  void stop() {
    master.close();
  }

  @TestFactory
  Stream<DynamicTest> every_row_holds() {
    return Stream.of(jobs(), hosts(), deployments(), rest())
        .flatMap(List::stream)
        .map(row -> DynamicTest.dynamicTest(row.request() + " " + row.body(), () -> play(row)));
  }

  private static List<Row> jobs() {
    return List.of(
        new Row("GET /jobs?q=FREE", NONE, 200, "{}"),
        new Row("GET /jobs?q=ee:1:", NONE, 200, "*free:1*"),
        new Row("GET /jobs?q=ree&hostPattern=h", NONE, 200, "{}"),
        new Row("GET /jobs?hostPattern=%5E%5Bh%5D1$", NONE, 200, "*deployed:1*"),
        new Row("GET /jobs?hostPattern=h2", NONE, 200, "{}"),
        new Row("GET /jobs/free", NONE, 400, BARE_ID),
        new Row("GET /jobs/free:1", NONE, 400, BARE_ID),
        new Row("GET /jobs/free:1:abc", NONE, 400, BARE_ID),
        new Row("GET /jobs/{free}", NONE, 200, "*\"created\":1*"),
        new Row("GET /jobs/{unknown}", NONE, 404, NONE),
        new Row("GET /jobs/a:b:c:d", NONE, 404, NONE),
        new Row("GET /jobs/a:b:c:d/status", NONE, 404, NONE),
        new Row("GET /jobs/free:1/status", NONE, 400, BARE_ID),
        new Row("GET /jobs/{unknown}/status", NONE, 404, NONE),
        new Row("GET /jobs/{free}/status", NONE, 200, "*\"taskStatuses\":{},\"deployments\":{}*"),
        new Row("DELETE /jobs/free:1", NONE, 400, BARE_ID),
        new Row("DELETE /jobs/a:b:c:d", NONE, 404, NONE),
        new Row("DELETE /jobs/{unknown}?token=x", NONE, 404, "{\"status\":\"JOB_NOT_FOUND\"}"),
        new Row("DELETE /jobs/{guarded}", NONE, 403, "{\"status\":\"FORBIDDEN\"}"),
        new Row("DELETE /jobs/{guarded}?token=T", NONE, 403, "{\"status\":\"FORBIDDEN\"}"),
        new Row("DELETE /jobs/{guarded}?token=t", NONE, 400, "{\"status\":\"STILL_IN_USE\"}"),
        new Row("DELETE /jobs/{free}?token=any", NONE, 403, "{\"status\":\"FORBIDDEN\"}"),
        new Row("DELETE /jobs/{deployed}", NONE, 400, "{\"status\":\"STILL_IN_USE\"}"),
        new Row("POST /jobs/statuses", "[]", 200, "{}"),
        new Row("POST /jobs/statuses", "[\"{unknown}\"]", 200, "{}"),
        new Row("POST /jobs/statuses", "[\"{free}\",\"a:1\"]", 400, "Invalid id a:1"),
        new Row("POST /jobs/statuses", "[\"a:b:c:d\"]", 400, "Invalid id a:b:c:d"),
        new Row("POST /jobs/statuses", "[\"{free}\",\"{free}\"]", 200, "*{free}*"),
        new Row("POST /jobs/statuses", "{}", 400, "*message*"),
        new Row("POST /jobs", "{\"id\":\"foo\",\"image\":\"b\"}", 400, "*message*"),
        new Row("POST /jobs", "{\"image\":\"b\"}", 400, "*Job id was not specified.*"),
        new Row(
            "POST /jobs", "{\"id\":\"free:1\",\"image\":\"other\"}", 400, "*JOB_ALREADY_EXISTS*"),
        new Row("POST /jobs", "{\"id\":\"{free}\",\"image\":\"busybox\"}", 400, "*ALREADY_EXISTS*"),
        new Row(
            "POST /jobs", "{\"id\":\"new:1:abc\",\"image\":\"b\"}", 400, "*Id hash mismatch: abc*"),
        new Row("POST /jobs", "{\"id\":\"new:1\"}", 400, "*Image was not specified.*"),
        new Row(
            "POST /jobs", "{\"id\":\"new:1\",\"image\":\"B\"}", 400, "*INVALID_JOB_DEFINITION*"),
        new Row(
            "POST /jobs", "{\"id\":\"n w:1\",\"image\":\"b\"}", 400, "*Job name may only contain*"),
        // Each dialect of hashes that published clients produce.
        dialect("\"gracePeriod\":0", "b94c6d6e1a8cc880b1259a0b7a98b8b423a7e897"),
        dialect("\"gracePeriod\":0", "8f747a64ccd4b0b186718eea5b6a60e6076e5974"),
        dialect("\"volumes\":{\"/data\":\"\"}", "e94bef074ebb2c6182f114617118b31b966d9c29"),
        dialect("\"volumes\":{\"/data\":\"\"}", "8f747a64ccd4b0b186718eea5b6a60e6076e5974"),
        dialect("\"resources\":{}", "be7e05f42ff0ae948da0bdfea7428ab5e48c997a"),
        dialect(
            "\"expires\":\"2030-01-01T00:00:00.000+0000\"",
            "44d2e494dd01e66422a43d061e46c13e80e66d8f"),
        dialect(
            "\"expires\":\"2030-01-01T00:00:00.000+00:00\"",
            "77bb7d716d72d0ecd3de1b943f348f157d766661"),
        dialect("\"expires\":1893456000000", "44d2e494dd01e66422a43d061e46c13e80e66d8f"));
  }

  private static Row dialect(String more, String hash) {
    String body = "{\"id\":\"foo:1:" + hash + "\",\"image\":\"busybox\"," + more + "}";
    return new Row("POST /jobs/validate", body, 200, "*\"OK\"*" + hash + "*");
  }

  private static List<Row> hosts() {
    return List.of(
        new Row("GET /hosts?namePattern=2", NONE, 200, "[\"h2\"]"),
        new Row("GET /hosts?namePattern=H", NONE, 200, "[]"),
        new Row("GET /hosts?selector=", NONE, 400, "Invalid host selector: "),
        new Row("GET /hosts?selector=a&selector=b%3Dc", NONE, 400, "Invalid host selector: a"),
        new Row("GET /hosts?selector=a=b=c", NONE, 400, "Invalid host selector: a=b=c"),
        new Row("GET /hosts?selector=role!%3Dx", NONE, 200, "[]"),
        new Row("PUT /hosts/h3", NONE, 400, "{\"status\":\"INVALID_ID\",\"host\":\"h3\"}"),
        new Row("PUT /hosts/h3?id=", NONE, 400, "{\"status\":\"INVALID_ID\",\"host\":\"h3\"}"),
        new Row("PUT /hosts/h1?id=id-of-h1", NONE, 200, "\"OK\""),
        new Row("PUT /hosts/h1?id=other", NONE, 409, "*registered with another id*"),
        new Row("DELETE /hosts/h3", NONE, 404, "{\"status\":\"NOT_FOUND\",\"host\":\"h3\"}"),
        new Row("DELETE /hosts/no%20host", NONE, 404, "*NOT_FOUND*"),
        new Row("DELETE /hosts/h1?ifUnused=true", NONE, 400, "*JOBS_STILL_DEPLOYED*2 jobs*"),
        new Row("GET /hosts/h1/status?status=UP", NONE, 200, "*\"status\":\"UP\"*"),
        new Row("GET /hosts/h1/status?status=up", NONE, 404, NONE),
        new Row("GET /hosts/h1/status?status=DOWN", NONE, 404, NONE),
        new Row("GET /hosts/h3/status", NONE, 404, NONE),
        new Row("POST /hosts/statuses", "[\"h3\"]", 200, "{}"),
        new Row("POST /hosts/statuses?status=DOWN", "[\"h1\",\"h2\"]", 200, "{}"),
        new Row("POST /hosts/statuses", "[\"h2\",\"h3\",\"no host\"]", 200, "{\"h2\":*}"),
        new Row("POST /hosts/statuses", "\"h1\"", 400, "*message*"),
        new Row("PATCH /hosts", NONE, 405, NONE),
        new Row("GET /hosts/h1", NONE, 405, NONE));
  }

  private static List<Row> deployments() {
    String at = " /hosts/h1/jobs/";
    return List.of(
        new Row("GET" + at + "free:1", NONE, 400, NONE),
        new Row("GET" + at + "{free}", NONE, 404, NONE),
        new Row("GET /hosts/h3/jobs/{free}", NONE, 404, NONE),
        new Row("GET" + at + "{deployed}", NONE, 200, "*\"deployerUser\":\"bob\"*"),
        new Row("GET" + at + "a:b:c:d", NONE, 404, NONE),
        new Row("PUT" + at + "free:1", start("{free}"), 400, "*\"INVALID_ID\"*\"job\":\"free:1\"*"),
        new Row("PUT" + at + "{unknown}", start("{unknown}"), 400, "*\"JOB_NOT_FOUND\"*"),
        new Row("PUT" + at + "{guarded}", start("{guarded}"), 403, "*\"FORBIDDEN\"*"),
        new Row("PUT" + at + "{free}?token=x", start("{free}"), 403, "*\"FORBIDDEN\"*"),
        new Row("PUT /hosts/h3/jobs/{free}", start("{free}"), 400, "*\"HOST_NOT_FOUND\"*"),
        new Row("PUT /hosts/n%20h/jobs/{free}", start("{free}"), 400, "*\"HOST_NOT_FOUND\"*"),
        new Row("PUT" + at + "{deployed}", start("{deployed}"), 400, "*\"JOB_ALREADY_DEPLOYED\"*"),
        // As ever, the job in the body counts and the one in the path is told.
        new Row("PUT" + at + "{free}", start("{deployed}"), 400, "*ALREADY_DEPLOYED*{free}*"),
        new Row("PUT" + at + "{free}", "{\"job\":\"{free}\"}", 400, "*goal*missing*"),
        new Row("PUT" + at + "{free}", "{\"goal\":\"START\"}", 400, "*jobId*missing*"),
        new Row("PUT" + at + "{free}", "{\"job\":\"{free}\",\"goal\":\"FLY\"}", 400, "*FLY*START*"),
        new Row("PATCH" + at + "{free}", start("{deployed}"), 400, "*\"ID_MISMATCH\"*"),
        new Row("PATCH" + at + "free:1", start("{free}"), 400, "*\"ID_MISMATCH\"*"),
        new Row("PATCH" + at + "{unknown}", start("{unknown}"), 404, "*\"JOB_NOT_DEPLOYED\"*"),
        new Row("PATCH" + at + "{guarded}", start("{guarded}"), 403, "*\"FORBIDDEN\"*"),
        new Row("PATCH /hosts/h3/jobs/{free}", start("{free}"), 404, "*\"HOST_NOT_FOUND\"*"),
        new Row("PATCH" + at + "{free}", start("{free}"), 404, "*\"JOB_NOT_DEPLOYED\"*"),
        new Row("PATCH" + at + "{deployed}", start("{deployed}"), 200, "*\"OK\"*{deployed}*"),
        new Row("PATCH" + at + "{deployed}", "{\"job\":\"{deployed}\"}", 400, "*goal*missing*"),
        new Row("DELETE" + at + "free:1", NONE, 400, "*\"INVALID_ID\"*"),
        new Row("DELETE /hosts/h3/jobs/{free}", NONE, 404, "*\"HOST_NOT_FOUND\"*"),
        new Row("DELETE" + at + "{free}", NONE, 404, "*\"JOB_NOT_FOUND\"*"),
        new Row("DELETE" + at + "{guarded}", NONE, 403, "*\"FORBIDDEN\"*"));
  }

  private static List<Row> rest() {
    return List.of(
        new Row("GET /masters/", NONE, 200, "[\"master1\"]"),
        new Row("GET /history/jobs/free:1", NONE, 400, BARE_ID),
        new Row(
            "GET /history/jobs/{unknown}",
            NONE,
            200,
            "{\"events\":[],\"status\":\"JOB_ID_NOT_FOUND\"}"),
        new Row("GET /history/jobs/{free}", NONE, 200, "{\"events\":[],\"status\":\"OK\"}"),
        new Row("GET /history/jobs/a:b:c:d", NONE, 404, NONE),
        new Row("GET /version/check", NONE, 200, "*\"MISSING\"*serverVersion*recommendedVersion*"),
        new Row("GET /version/check?client=x", NONE, 200, "*\"INVALID\"*"),
        new Row("GET /version/check?client=0.9.45", NONE, 200, "*\"COMPATIBLE\"*"),
        new Row("GET /version/check?client=2.0.0", NONE, 200, "*\"INCOMPATIBLE\"*"),
        new Row("GET /nothing", NONE, 404, NONE),
        new Row("POST /masters", "{}", 405, NONE),
        new Row("OPTIONS /jobs", NONE, 204, NONE),
        new Row("OPTIONS /hosts/h1/jobs/{free}", NONE, 204, NONE),
        new Row("HEAD /jobs", NONE, 200, NONE));
  }

  private static String start(String job) {
    return "{\"jobId\":\"" + job + "\",\"goal\":\"START\"}";
  }

  private void play(Row row) {
    String[] request = named(row.request()).split(" ");
    Reply reply = master.send(request[0], request[1], named(row.body()));
    assertThat(reply.status()).as(reply.toString()).isEqualTo(row.status());
    assertThat(reply.header("Helios-Server-Version")).isNotEmpty();
    String answer = named(row.answer());
    if (answer.equals(NONE)) {
      assertThat(reply.bytes()).as(reply.toString()).isEmpty();
    } else if (answer.contains(ANY)) {
      int from = 0;
      for (String part : answer.split("\\*")) {
        assertThat(reply.text().indexOf(part, from)).as("%s in %s", part, reply).isNotNegative();
        from = reply.text().indexOf(part, from) + part.length();
      }
      assertThat(reply.header("Content-Type")).isEqualTo("application/json");
    } else {
      assertThat(reply.text()).isEqualTo(answer);
      assertThat(reply.header("Content-Type")).isEqualTo("application/json");
    }
  }

  private String named(String text) {
    return text.replace("{deployed}", deployed.toString())
        .replace("{free}", free.toString())
        .replace("{guarded}", guarded.toString())
        .replace("{unknown}", MasterFixture.identified("unknown").toString());
  }

  @TestFactory
  Stream<DynamicTest> the_admin_port_has_the_predecessors_pages() {
    return Stream.of(
            new Row("GET /", NONE, 200, ANY),
            new Row("GET /ping", NONE, 200, "pong"),
            new Row("GET /healthcheck", NONE, 200, "*\"zookeeper\"*true*"),
            new Row("GET /metrics?pretty=true", NONE, 200, "*\"gauges\"*"),
            new Row("GET /threads", NONE, 200, ANY),
            new Row("POST /tasks/gc", NONE, 200, ANY))
        .map(
            row ->
                DynamicTest.dynamicTest(
                    row.request(),
                    () -> {
                      String[] request = row.request().split(" ");
                      Reply reply =
                          Http.send(
                              master.master.adminPort(),
                              Http.request(request[0], request[1], List.of(), new byte[0]));
                      assertThat(reply.status()).as(reply.toString()).isEqualTo(row.status());
                      for (String part : row.answer().split("\\*")) {
                        assertThat(reply.text()).contains(part);
                      }
                    }));
  }

  @TestFactory
  Stream<DynamicTest> who_is_asked_by_whom_counts_once() {
    return Stream.of("user=ann&user=bob", "user=ann")
        .map(
            query ->
                DynamicTest.dynamicTest(
                    query,
                    () -> {
                      String name = "by" + query.length();
                      String body = "{\"id\":\"" + name + ":1\",\"image\":\"b\"}";
                      String id = master.send("POST", "/jobs?" + query, body).at("/id").asText();
                      assertThat(master.get("/jobs/" + id).at("/creatingUser").asText())
                          .isEqualTo("ann");
                      byte[] bytes =
                          Http.request(
                              "DELETE",
                              "/jobs/" + id,
                              List.of(),
                              "".getBytes(StandardCharsets.UTF_8));
                      Http.send(master.master.httpPort(), bytes);
                    }));
  }
}
