package io.helios.master;

import static org.assertj.core.api.Assertions.assertThat;

import io.helios.master.fixtures.Endpoint;
import io.helios.master.fixtures.Http;
import io.helios.master.fixtures.RawHttp;
import io.helios.model.job.JobHash;
import io.helios.model.job.JobId;
import io.helios.model.json.Json;
import io.helios.model.task.Goal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Thousands of malformed requests at every endpoint that the code has: each is answered, none with
 * a failure of the master's own, and afterwards the master is as it was.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EndpointFuzzTest {
  private static final int PER_ENDPOINT = Integer.getInteger("helios.fuzz", 100);
  private static final int RAW = 300;
  private static final long SEED = Long.getLong("helios.fuzz.seed", 20261125L);
  private static final Pattern VARIABLE = Pattern.compile("\\{[^}]*}");
  private static final String[] METHODS = {"GET", "PUT", "POST", "DELETE", "PATCH", "HEAD"};
  private static final String[] ADMIN_PAGES = {
    "/",
    "/ping",
    "/ready",
    "/healthcheck",
    "/metrics",
    "/threads",
    "/pprof",
    "/tasks",
    "/tasks/gc",
    "/tasks/log-level",
    "/tasks/{task}",
    "/{page}"
  };
  private static final List<String> ADMIN_PARAMETERS =
      List.of("pretty", "name", "runs", "logger", "level", "duration", "state", "frequency");
  private static final String[] VALUES = {
    "h1",
    "h2",
    "nohost",
    "JOB",
    "web:1",
    "web",
    ":",
    "::",
    "a:b:c",
    "%00",
    "%2e%2e",
    "%25",
    "%C2%85",
    "%F0%9F%98%80",
    "é",
    "%FF%FE",
    "a%20b",
    "a+b",
    ";",
    "*",
    "-1",
    "0",
    "99999999999999999999",
    "true",
    "null",
    "(",
    "[a-",
    "(a+)+$",
    "name=value",
    "a!=b",
    "a in (b",
    "{}",
    "\"",
    "x".repeat(2000)
  };
  private static final String[] BODIES = {
    "",
    " ",
    "null",
    "true",
    "0",
    "\"x\"",
    "[]",
    "{}",
    "[null]",
    "[{}]",
    "{\"\":{}}",
    "\u0000",
    "\uFEFF{}",
    "{\"id\":\"a:1\",\"id\":\"b:1\"}",
    "{\"a\":1e999999}",
    "{\"a\":\"\\ud800\"}",
    "[".repeat(5000),
    "{\"a\":".repeat(3000),
    "[\"" + "x".repeat(300_000) + "\"]",
    "{\"id\":\"a:1\",\"image\":\"b\"}",
    "{\"id\":\"a:1\",\"image\":\"b\",\"ports\":{\"p\":{\"internalPort\":80,\"externalPort\":80}}}",
    "{\"job\":\"JOB\",\"goal\":\"START\"}",
    "{\"hosts\":[\"h1\",null,\"h2\"],\"job\":\"JOB\",\"jobs\":[\"JOB\"],\"goal\":\"STOP\"}",
    "[\"h1\",\"JOB\",7]",
    "{\"name\":\"g\",\"hostSelectors\":[{\"label\":\"a\",\"operator\":\"=\",\"operand\":\"b\"}]}",
    "{\"job\":\"JOB\",\"rolloutOptions\":{\"parallelism\":-1,\"timeout\":\"x\"}}"
  };
  private static final String[] HEADERS = {
    "Content-Type: application/json",
    "Content-Type: text/plain",
    "Content-Type: */*",
    "Content-Type: application/json; charset=utf-99",
    "Content-Encoding: gzip",
    "Accept: ;",
    "Accept: application/xml",
    "Accept: text/event-stream",
    "Accept-Encoding: gzip, *;q=0",
    "Helios-Version: 0.9.45",
    "Helios-Version: x.y",
    "Helios-Min-Revision: 1-2-3",
    "Helios-Request-Id: fuzz",
    "Helios-Request-Id: /../",
    "Helios-Request-Id:",
    "If-None-Match: \"",
    "If-None-Match: W/\"x\", *",
    "If-Match: *",
    "Last-Event-ID: x",
    "Last-Event-ID: 0-99999999999999999999",
    "Origin: null",
    "X: " + "y".repeat(7000)
  };

  private MasterFixture master;
  private JobId job;

  @BeforeAll
  void start(@TempDir Path directory) throws Exception {
    master = MasterFixture.started(directory);
    master.hostUp("h1");
    master.hostUp("h2");
    job = JobHash.identify(MasterFixture.job("web")).id();
    plant();
  }

  @AfterAll
  void stop() {
    master.close();
  }

  @Test
  void no_endpoint_fails_hangs_or_keeps_memory() throws Exception {
    List<Endpoint> endpoints = Endpoint.all();
    assertThat(endpoints).hasSizeGreaterThan(20);
    Random random = new Random(SEED);
    attack(endpoints, random, 20); // What is loaded once is loaded then.
    long before = used();

    attack(endpoints, random, PER_ENDPOINT);

    assertThat(used() - before).as("bytes kept").isLessThan(30_000_000);
    assertThat(master.get("/hosts").status()).isEqualTo(200);
  }

  @Test
  void no_page_of_the_admin_port_fails_or_hangs_either() throws Exception {
    int port = master.master.adminPort();
    Random random = new Random(SEED);
    for (String page : ADMIN_PAGES) {
      for (String method : METHODS) {
        for (int i = 0; i < PER_ENDPOINT / 10; i++) {
          byte[] request = request(new Endpoint(method, page, ADMIN_PARAMETERS), random);
          OptionalInt status = RawHttp.status(port, request, false);
          assertThat(status).as("no answer to %s", shown(request)).isPresent();
          requireNoFailure(status, request);
        }
      }
    }
    for (int i = 0; i < RAW; i++) {
      byte[] sent = raw(random);
      requireNoFailure(RawHttp.status(port, sent, random.nextBoolean()), sent);
    }
    assertThat(Http.send(port, Http.request("GET", "/ready", List.of(), new byte[0])).status())
        .isEqualTo(200);
  }

  @Test
  void whatever_stands_on_the_wire_is_answered_or_cut_off() throws Exception {
    Random random = new Random(SEED);
    for (int i = 0; i < RAW; i++) {
      byte[] sent = raw(random);
      OptionalInt status = RawHttp.status(master.master.httpPort(), sent, random.nextBoolean());
      requireNoFailure(status, sent);
    }
    assertThat(master.get("/hosts").status()).isEqualTo(200);
  }

  private void attack(List<Endpoint> endpoints, Random random, int times) throws Exception {
    for (Endpoint endpoint : endpoints) {
      plant();
      for (int i = 0; i < times; i++) {
        byte[] request = request(endpoint, random);
        OptionalInt status = RawHttp.status(master.master.httpPort(), request, false);
        assertThat(status).as("no answer to %s", shown(request)).isPresent();
        requireNoFailure(status, request);
      }
    }
  }

  /** What an attack may have removed is there again, so that the next finds something. */
  private void plant() {
    master.send("PUT", "/hosts/h1?id=id-of-h1", "");
    master.send("PUT", "/hosts/h2?id=id-of-h2", "");
    master.send("POST", "/jobs", Json.text(MasterFixture.job("web")));
    master.deploy("h1", job, Goal.START);
  }

  private static void requireNoFailure(OptionalInt status, byte[] request) {
    if (status.isPresent()) {
      assertThat(status.getAsInt()).as("answer to %s", shown(request)).isBetween(100, 499);
    }
  }

  @SuppressWarnings(
      "ArgumentSelectionDefectChecker") // From the last one's end to this one's start.
  private byte[] request(Endpoint endpoint, Random random) {
    StringBuilder path = new StringBuilder();
    Matcher variable = VARIABLE.matcher(endpoint.template());
    int end = 0;
    while (variable.find()) {
      path.append(endpoint.template(), end, variable.start()).append(pick(random, VALUES));
      end = variable.end();
    }
    path.append(endpoint.template().substring(end));
    char separator = '?';
    for (String parameter : endpoint.parameters()) {
      if (random.nextBoolean()) {
        path.append(separator).append(parameter).append('=').append(pick(random, VALUES));
        separator = '&';
      }
    }
    List<String> headers = new ArrayList<>();
    if (random.nextInt(4) > 0) {
      headers.add(HEADERS[0]);
    }
    for (int i = random.nextInt(3); i > 0; i--) {
      headers.add(pick(random, HEADERS));
    }
    String method = random.nextInt(8) > 0 ? endpoint.method() : pick(random, METHODS);
    byte[] body = pick(random, BODIES).getBytes(StandardCharsets.UTF_8);
    if (random.nextInt(5) == 0) {
      body = Arrays.copyOf(body, random.nextInt(body.length + 1));
    }
    return Http.request(method, path.toString().replace("JOB", job.toString()), headers, body);
  }

  /**
   * Bytes that are no request, or one that ends too early, lies about its length, or is damaged.
   */
  private byte[] raw(Random random) {
    String valid = Json.text(MasterFixture.job("raw"));
    String[] texts = {
      "",
      "\r\n\r\n",
      "GET\r\n\r\n",
      "GET /jobs\r\n\r\n",
      "GET /jobs HTTP/9.9\r\n\r\n",
      "GET /jobs HTTP/1.1\r\n\r\n",
      "GET /jobs HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
      "GET http://[::1 HTTP/1.1\r\nHost: a\r\n\r\n",
      "GET /jobs HTTP/1.1\r\nHost: a\r\n folded\r\n\r\n",
      "GET /jobs HTTP/1.1\r\nHost: a\r\nX\u0000: b\r\n\r\n",
      "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
      "CONNECT a:1 HTTP/1.1\r\nHost: a\r\n\r\n",
      "GET /jobs HTTP/1.1\r\nHost: a\r\nX: " + "y".repeat(100_000) + "\r\n\r\n",
      "GET /" + "y".repeat(100_000) + " HTTP/1.1\r\nHost: a\r\n\r\n",
      post("Content-Length: 100000") + valid,
      post("Content-Length: -1") + valid,
      post("Content-Length: 5\r\nContent-Length: 6") + valid,
      post("Content-Length: x") + valid,
      post("Content-Length: 99999999999999999999") + valid,
      post("Transfer-Encoding: chunked") + "5\r\n{\"id\"",
      post("Transfer-Encoding: chunked") + "zz\r\n{}\r\n0\r\n\r\n",
      post("Transfer-Encoding: chunked") + "-5\r\n{}\r\n0\r\n\r\n",
      post("Transfer-Encoding: chunked") + "ffffffffffff\r\n{}",
      post("Transfer-Encoding: chunked\r\nContent-Length: 3") + "2\r\n{}\r\n0\r\n\r\n",
      post("Transfer-Encoding: gzip, chunked") + "2\r\n{}\r\n0\r\n\r\n",
      post("Expect: 100-continue\r\nContent-Length: 10"),
      post("Content-Encoding: gzip\r\nContent-Length: 4") + "\u001f\u00e2\u0088\u0000",
      "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003"
    };
    byte[] bytes = pick(random, texts).getBytes(StandardCharsets.ISO_8859_1);
    for (int i = random.nextInt(3); i > 0 && bytes.length > 0; i--) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    }
    return bytes;
  }

  private static String post(String header) {
    return "POST /jobs HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
        + header
        + "\r\n\r\n";
  }

  private static String pick(Random random, String[] from) {
    return from[random.nextInt(from.length)];
  }

  private static String shown(byte[] request) {
    return new String(request, 0, Math.min(600, request.length), StandardCharsets.UTF_8);
  }

  /** Bytes in use once the collector has done its work. */
  private static long used() {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 3; i++) {
      System.gc();
      least =
          Math.min(least, Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory());
    }
    return least;
  }
}
