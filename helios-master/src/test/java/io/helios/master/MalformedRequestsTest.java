package io.helios.master;

import static org.assertj.core.api.Assertions.assertThat;

import io.helios.master.fixtures.Http;
import io.helios.master.fixtures.Reply;
import io.helios.model.job.JobId;
import io.helios.model.task.Goal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is thrown at the master, it answers, and never with a failure of its own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MalformedRequestsTest {
  private static final int REQUESTS = 2_000;
  private static final String[] METHODS = {
    "GET", "PUT", "POST", "DELETE", "PATCH", "HEAD", "OPTIONS", "TRACE", "FOO"
  };
  private static final String[] SEGMENTS = {
    "hosts",
    "jobs",
    "statuses",
    "status",
    "masters",
    "history",
    "version",
    "check",
    "ready",
    "h1",
    "web:1",
    "a:b:c:d",
    ":",
    "::",
    "%",
    "%zz",
    "%2F",
    "%252F",
    "%00",
    "%E0%80",
    "..",
    ".",
    ";x=y",
    "a;b",
    "",
    "%20",
    "é",
    "x".repeat(3000),
    "deployment-group",
    "JOB"
  };
  private static final String[] QUERIES = {
    "",
    "?",
    "?&&=&",
    "?q=%",
    "?q=%zz",
    "?namePattern=(",
    "?namePattern=(.*)(.*)(.*)(.*)(.*)(.*)x",
    "?namePattern=" + "(".repeat(2000),
    "?hostPattern=*",
    "?hostPattern=%5B",
    "?selector=",
    "?selector=a%3Db&selector=%00",
    "?status=%FF",
    "?token=%00&user=%00",
    "?user=" + "u".repeat(5000),
    "?id=",
    "?id=%0a",
    "?client=9999999999.1.1",
    "?ref=a:b:c"
  };
  private static final String[] BODIES = {
    "",
    "{",
    "[]",
    "{}",
    "null",
    "1",
    "\"x\"",
    "[null]",
    "[[]]",
    "{\"id\":null}",
    "{\"id\":\"a:1\"}",
    "{\"id\":\"a:1\",\"image\":\"b\",\"env\":{\"A\":null}}",
    "{\"id\":\"a:1\",\"image\":\"b\",\"command\":[null]}",
    "{\"id\":\"a:1\",\"image\":\"b\",\"ports\":{\"p\":null}}",
    "{\"id\":\"a:1\",\"image\":\"b\",\"ports\":{\"p\":{\"ip\":\"x\"}}}",
    "{\"id\":\"a:1\",\"image\":\"b\",\"registration\":{\"a/b/c\":{}}}",
    "{\"id\":\"a:1\",\"image\":\"b\",\"registration\":{\"a\":null}}",
    "{\"id\":\"a:1\",\"image\":\"b\",\"expires\":\"soon\"}",
    "{\"id\":\"a:1\",\"image\":\"b\",\"expires\":9223372036854775807}",
    "{\"id\":\"a:1\",\"image\":\"b\",\"healthCheck\":{\"type\":\"x\"}}",
    "{\"id\":\"a:1\",\"image\":\"b\",\"gracePeriod\":1e400}",
    "{\"id\":\"a:1\",\"image\":\"b\",\"addCapabilities\":[\"X\",\"X\",null]}",
    "{\"id\":\"..:..\",\"image\":\"b\"}",
    "{\"id\":\":1\"}",
    "{\"id\":\"a:1:zzz\"}",
    "{\"jobId\":\"a\",\"goal\":\"START\"}",
    "{\"jobId\":\"a:1\",\"goal\":7}",
    "{\"goal\":\"START\"}",
    "{\"job\":\"a:1:x\",\"goal\":\"FLY\"}",
    "[\"a\",null,\"b:c:d:e\"]",
    "\u0000",
    "\uFEFF{}",
    "[".repeat(20_000),
    "{\"a\":".repeat(5_000)
  };
  private static final String[] HEADERS = {
    "Accept: text/html",
    "Accept: nonsense",
    "Accept: ;;;",
    "Accept: *; q=.2",
    "Accept: a/b;q=x",
    "Content-Type: application/json",
    "Content-Type: nonsense",
    "Content-Type: /",
    "Content-Type:",
    "Content-Type: application/json; charset=nope",
    "Content-Encoding: gzip",
    "Content-Encoding: nonsense",
    "Helios-Version: 0.9.45",
    "Helios-Version: x",
    "Helios-Version: 1.0.0",
    "Helios-Min-Revision: x",
    "Helios-Min-Revision: -",
    "Helios-Min-Revision: a-99999999999999999999",
    "Origin: http://x",
    "Origin: \u0001",
    "Expect: 100-continue",
    "Accept-Encoding: gzip;q=x",
    "Range: bytes=5-1",
    "Cookie: a=\"",
    "If-None-Match: *",
    "Transfer-Encoding: identity"
  };

  private MasterFixture master;
  private JobId job;

  @BeforeAll
  void start(@TempDir Path directory) throws Exception {
    master = MasterFixture.started(directory);
    master.hostUp("h1");
    job = master.create(MasterFixture.job("web"));
    master.deploy("h1", job, Goal.START);
  }

  @AfterAll
  void stop() {
    master.close();
  }

  @Test
  void no_request_makes_the_master_fail() {
    Random random = new Random(20261120);
    for (int i = 0; i < REQUESTS; i++) {
      byte[] request = request(random);
      Reply reply = Http.send(master.master.httpPort(), request);
      String shown = new String(request, StandardCharsets.UTF_8);
      assertThat(reply.status())
          .as("answer %s to %s", reply, shown.substring(0, Math.min(600, shown.length())))
          .isBetween(200, 499);
    }
    assertThat(master.get("/jobs/" + job).status()).isEqualTo(200);
  }

  private byte[] request(Random random) {
    StringBuilder path = new StringBuilder();
    for (int i = random.nextInt(5); i >= 0; i--) {
      path.append('/').append(pick(random, SEGMENTS).replace("JOB", job.toString()));
    }
    path.append(pick(random, QUERIES));
    List<String> headers = new ArrayList<>();
    if (random.nextBoolean()) {
      headers.add("Content-Type: application/json");
    }
    for (int i = random.nextInt(3); i > 0; i--) {
      headers.add(pick(random, HEADERS));
    }
    return Http.request(
        pick(random, METHODS),
        path.toString(),
        headers,
        pick(random, BODIES).getBytes(StandardCharsets.UTF_8));
  }

  private static String pick(Random random, String[] from) {
    return from[random.nextInt(from.length)];
  }
}
