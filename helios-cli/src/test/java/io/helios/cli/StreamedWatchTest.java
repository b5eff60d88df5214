package io.helios.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.helios.cli.CliFixture.Result;
import io.helios.client.fixtures.ScriptedMaster.Answer;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code watch} of masters that tell what changes. */
class StreamedWatchTest {
  private static final String BEGINNING =
      "event: reset\nid\ndata: {}\n\n"
          + "event: snapshot\n"
          + "data: {\"kind\":\"job\",\"job\":\""
          + Wire.ID
          + "\",\"gone\":false}\n"
          + task("h1", "STARTING")
          + "data: {\"kind\":\"task\",\"host\":\"h2\",\"job\":\""
          + Wire.ID
          + "\",\"gone\":false,\"ordered\":true}\n"
          + "\nevent: synced\nid: c-1\ndata: {}\n\n";

  private final CliFixture cli = new CliFixture();
  private final Semaphore connections = new Semaphore(0);
  private final Semaphore more = new Semaphore(0);

  @BeforeEach
  void job() {
    cli.master.on("GET", "/jobs", Wire.jobs(Wire.WEB));
  }

  @AfterEach
  void close() {
    more.release(100);
    cli.close();
  }

  @Test
  void each_look_shows_what_was_told_and_nobody_is_asked() {
    // Each connection tells one state more, as if it had been cut off in between.
    tell(
        stream(BEGINNING),
        stream("event: changes\n" + task("h1", "RUNNING") + "id: c-2\n\n"),
        stream(
            "event: changes\ndata: {\"kind\":\"job\",\"job\":\""
                + Wire.ID
                + "\",\"gone\":true}\nid: c-3\n\n"),
        Answer.of(503, ""));
    AtomicInteger awaited = new AtomicInteger(3);
    cli.onPause =
        () -> {
          more.release();
          awaitConnections(awaited.getAndSet(1));
        };

    Result result = cli.run("watch", "web:1");

    assertThat(result.out())
        .isEqualTo(
            """
            Control-C to stop
            -------------------- [2026-11-20 22:00:00 UTC] --------------------
            JOB              HOST    STATE       THROTTLED?
            %s    h1      STARTING    NO
            -------------------- [2026-11-20 22:00:01 UTC] --------------------
            JOB              HOST    STATE      THROTTLED?
            %s    h1      RUNNING    NO
            -------------------- [2026-11-20 22:00:02 UTC] --------------------
            """
                .formatted(Wire.ID.toShortString(), Wire.ID.toShortString()));
    assertThat(result.err()).isEqualTo("The job " + Wire.ID + " was removed\n");
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(cli.master.lines())
        .anyMatch(line -> line.startsWith("GET /watch?") && line.contains("kind=task"))
        .noneMatch(line -> line.contains("/status"));
  }

  @Test
  void masters_that_tell_nothing_any_more_are_asked() {
    tell(stream(BEGINNING), Answer.of(503, ""));
    cli.master.on("GET", "/jobs/" + Wire.ID + "/status", request -> Answer.of(404, ""));
    more.release(100);
    AtomicInteger awaited = new AtomicInteger(2);
    cli.onPause = () -> awaitConnections(awaited.getAndSet(0));

    Result result = cli.run("watch", "web:1");

    assertThat(result.out()).contains("STARTING");
    assertThat(result.err()).isEqualTo("The job " + Wire.ID + " was removed\n");
    assertThat(cli.master.lines()).anyMatch(line -> line.contains("/status"));
    assertThat(cli.passed()).isGreaterThanOrEqualTo(Duration.ofSeconds(3));
  }

  /** One answer for each connection, the last one for all after it; only the first at once. */
  private void tell(Answer... answers) {
    AtomicInteger next = new AtomicInteger();
    cli.master.on(
        "GET",
        "/watch",
        request -> {
          int number = next.getAndIncrement();
          connections.release();
          if (number > 0) {
            more.acquireUninterruptibly();
          }
          return answers[Math.min(number, answers.length - 1)];
        });
  }

  /** What a connection told was read to its end when the next one comes. */
  private void awaitConnections(int count) {
    try {
      assertThat(connections.tryAcquire(count, 30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String task(String host, String state) {
    return "data: {\"kind\":\"task\",\"host\":\""
        + host
        + "\",\"job\":\""
        + Wire.ID
        + "\",\"gone\":false,\"ordered\":false,\"deployment\":"
        + Wire.deployment(Wire.WEB, "START", 5)
        + ",\"status\":{\"goal\":\"START\",\"state\":\""
        + state
        + "\",\"throttled\":\"NO\",\"generation\":5}}\n";
  }

  private static Answer stream(String events) {
    return Answer.of(200, events).with("Content-Type", "text/event-stream;charset=utf-8");
  }
}
