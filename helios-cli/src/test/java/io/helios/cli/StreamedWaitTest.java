package io.helios.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.helios.cli.CliFixture.Result;
import io.helios.client.fixtures.ScriptedMaster.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StreamedWaitTest {
  private final CliFixture cli = new CliFixture();

  @BeforeEach
  void master() {
    cli.master
        .on("GET", "/jobs", Wire.jobs(Wire.WEB))
        .on("GET", "/hosts", "[\"h1\"]")
        .on(
            "PUT",
            "/hosts/h1/jobs/" + Wire.ID,
            "{\"status\":\"OK\",\"host\":\"h1\",\"job\":\"" + Wire.ID + "\"}");
  }

  @AfterEach
  void close() {
    cli.close();
  }

  @Test
  void a_master_that_tells_what_changes_is_not_asked() {
    // Each connection tells one state more, as if it had been cut off in between.
    cli.master.inTurn(
        "GET",
        "/watch",
        stream(
            "event: reset\nid\ndata: {}\n\n"
                + "event: snapshot\n"
                + "data: {\"kind\":\"host\",\"host\":\"h1\",\"gone\":false,\"status\":\"UP\"}\n"
                + task("CREATING", "")
                + "\nevent: synced\nid: c-1\ndata: {}\n\n"),
        stream("event: changes\n" + task("RUNNING", ",\"verified\":true") + "id: c-2\n\n"),
        Answer.of(503, ""));

    Result result = cli.run("deploy", "web:1", "h1", "--wait");

    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(result.out()).contains("h1: RUNNING");
    assertThat(cli.master.lines())
        .anyMatch(line -> line.startsWith("GET /watch?") && line.contains("host=h1"))
        .noneMatch(line -> line.contains("statuses"));
  }

  private static String task(String state, String more) {
    return "data: {\"kind\":\"task\",\"host\":\"h1\",\"job\":\""
        + Wire.ID
        + "\",\"gone\":false,\"ordered\":false,\"deployment\":"
        + Wire.deployment(Wire.WEB, "START", 5)
        + ",\"status\":{\"goal\":\"START\",\"state\":\""
        + state
        + "\",\"generation\":5,\"containerId\":\"c0ffee\""
        + more
        + "}}\n";
  }

  private static Answer stream(String events) {
    return Answer.of(200, events).with("Content-Type", "text/event-stream;charset=utf-8");
  }
}
