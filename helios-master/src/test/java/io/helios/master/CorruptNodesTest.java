package io.helios.master;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.helios.coordination.layout.Paths;
import io.helios.coordination.layout.Stored;
import io.helios.coordination.presence.ClusterIdentity;
import io.helios.coordination.tree.Changes;
import io.helios.coordination.tree.TreePath;
import io.helios.master.fixtures.Reply;
import io.helios.model.host.HostName;
import io.helios.model.job.JobId;
import io.helios.model.json.Json;
import io.helios.model.task.Goal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

/**
 * A node of any kind may hold anything: it hides no more than what it is about, is named in the
 * log, and nothing about it makes the master fail.
 */
class CorruptNodesTest {
  private static final HostName SICK = new HostName("sick");
  private static final JobId BAD = job("bad");

  /** Every kind of node that a master reads. */
  private enum Kind {
    JOB(Paths.job(BAD)),
    JOB_REFERENCE(Paths.jobReference(BAD)),
    JOB_HOST(Paths.jobHost(BAD, SICK)),
    HOST(Paths.host(SICK)),
    HOST_ID(Paths.hostId(SICK)),
    CORDON(Paths.hostCordon(SICK)),
    DEPLOYMENT(Paths.deployment(SICK, BAD)),
    UNDEPLOY(Paths.undeploy(SICK, BAD)),
    PORT(Paths.port(SICK, 4711, "tcp")),
    DEREGISTERED(Paths.deregistered(SICK)),
    HOST_UP(Paths.hostUp(SICK)),
    HOST_REPORT(Paths.hostReport(SICK)),
    HOST_LABELS(Paths.hostLabels(SICK)),
    HOST_CONDITIONS(Paths.hostConditions(SICK)),
    TASK_STATUS(Paths.taskStatus(SICK, BAD)),
    TASK_HISTORY(Paths.taskHistory(BAD, SICK)),
    RECEIPT(Paths.request(System.currentTimeMillis() / 60_000, "corrupt-receipt")),
    MASTER(Paths.master("impostor")),
    LEADER(Paths.LEADER);

    private final String path;

    Kind(TreePath path) {
      this.path = path.value();
    }

    TreePath path() {
      return TreePath.of(path);
    }

    /** Whether its value means anything to a master that reads; else its presence is all. */
    boolean isRead() {
      return switch (this) {
        case JOB,
            HOST_ID,
            CORDON,
            DEPLOYMENT,
            UNDEPLOY,
            DEREGISTERED,
            HOST_REPORT,
            HOST_LABELS,
            HOST_CONDITIONS,
            TASK_STATUS,
            TASK_HISTORY,
            RECEIPT ->
            true;
        case JOB_REFERENCE, JOB_HOST, HOST, PORT, HOST_UP, MASTER, LEADER -> false;
      };
    }
  }

  /** What it holds, by name; each is refused wherever it is read. */
  private static Map<String, byte[]> damages() {
    return Map.of(
        "garbage", new byte[] {(byte) 0xff, 0, 7, '{'},
        "empty", new byte[0],
        "truncated", "{\"schema\":1,\"value\":{\"id\":\"a".getBytes(StandardCharsets.UTF_8),
        "no envelope", Json.bytes(Map.of("goal", "START")),
        "future schema", Json.bytes(Map.of("schema", Stored.SCHEMA + 1, "value", Map.of())),
        "list", Stored.bytes(List.of(List.of())),
        "number", "17".getBytes(StandardCharsets.UTF_8),
        "null", "{\"schema\":1,\"value\":null}".getBytes(StandardCharsets.UTF_8),
        "deep", "[".repeat(100_000).getBytes(StandardCharsets.UTF_8),
        "huge",
            "{\"schema\":1,\"value\":[\"%s\"]}"
                .formatted("x".repeat(900_000))
                .getBytes(StandardCharsets.UTF_8));
  }

  @TempDir private Path directory;
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private MasterFixture master;
  private JobId good;

  @BeforeEach
  void start() throws Exception {
    log.start();
    logger().addAppender(log);
    master = MasterFixture.started(directory);
    master.hostUp("well");
    good = master.create(MasterFixture.job("good"));
    assertThat(master.deploy("well", good, Goal.START).status()).isEqualTo(200);
    master.hostUp("sick");
    master.create(MasterFixture.job("bad"));
    assertThat(master.deploy("sick", BAD, Goal.START).status()).isEqualTo(200);
  }

  @AfterEach
  void stop() {
    master.close();
    logger().detachAppender(log);
  }

  @ParameterizedTest
  @EnumSource
  void hides_only_itself_and_is_named(Kind kind) throws Exception {
    for (Map.Entry<String, byte[]> damage : damages().entrySet()) {
      String what = kind + " with " + damage.getKey();
      put(kind.path(), damage.getValue());
      awaitSeen();

      othersAreWell(what);
      nothingFails(what);
      if (kind.isRead()) {
        awaitNamed(kind, what);
      }
      assertThat(log.list.stream().filter(event -> event.getLevel() == Level.ERROR))
          .as(what)
          .isEmpty();
      log.list.clear();
    }
    othersCanBeWritten(kind.name());
  }

  /** Values of the right form in which parts are missing. */
  @ParameterizedTest
  @EnumSource
  void with_parts_missing_makes_nothing_fail(Kind kind) throws Exception {
    for (Object value : List.of(Map.of(), Map.of("x", 1), "", List.of())) {
      String what = kind + " with " + value;
      put(kind.path(), Stored.bytes(value));
      awaitSeen();

      othersAreWell(what);
      nothingFails(what);
      assertThat(log.list.stream().filter(event -> event.getLevel() == Level.ERROR))
          .as(what)
          .isEmpty();
    }
  }

  @Test
  void a_job_that_cannot_be_read_can_be_removed_and_frees_its_name() throws Exception {
    put(Paths.job(BAD), new byte[] {'x'});
    awaitSeen();

    assertThat(master.send("DELETE", "/jobs/" + BAD, "").at("/status").asText())
        .isEqualTo("STILL_IN_USE");
    assertThat(master.send("DELETE", "/hosts/sick/jobs/" + BAD, "").at("/status").asText())
        .isEqualTo("OK");
    assertThat(master.send("DELETE", "/jobs/" + BAD, "").at("/status").asText()).isEqualTo("OK");
    assertThat(master.send("DELETE", "/jobs/" + BAD, "").at("/status").asText())
        .isEqualTo("JOB_NOT_FOUND");
    assertThat(master.create(MasterFixture.job("bad"))).isEqualTo(BAD);
  }

  @Test
  void one_that_cannot_be_read_does_not_take_the_name_of_another_along() throws Exception {
    JobId stray = JobId.parse(good.nameAndVersion() + ":" + "0".repeat(40));
    put(Paths.job(stray), new byte[] {'x'});
    awaitSeen();

    assertThat(master.send("DELETE", "/jobs/" + stray, "").at("/status").asText()).isEqualTo("OK");
    assertThat(master.send("DELETE", "/hosts/well/jobs/" + good, "").at("/status").asText())
        .isEqualTo("OK");
    assertThat(master.send("DELETE", "/jobs/" + good, "").at("/status").asText()).isEqualTo("OK");
  }

  private void othersAreWell(String what) {
    assertThat(master.get("/jobs/" + good).status()).as(what).isEqualTo(200);
    assertThat(master.get("/jobs").json().has(good.toString())).as(what).isTrue();
    assertThat(master.get("/hosts/").text()).as(what).contains("\"well\"");
    assertThat(master.get("/hosts/well/jobs/" + good).at("/goal").asText())
        .as(what)
        .isEqualTo("START");
    assertThat(master.get("/jobs/" + good + "/status").at("/deployments").has("well"))
        .as(what)
        .isTrue();
    assertThat(statuses("well", "sick").at("/well/status").asText()).as(what).isEqualTo("UP");
  }

  private void othersCanBeWritten(String what) {
    JobId more = master.create(MasterFixture.job("more"));
    assertThat(master.deploy("well", more, Goal.START).at("/status").asText())
        .as(what)
        .isEqualTo("OK");
    assertThat(master.send("DELETE", "/hosts/well/jobs/" + more + "?token=", "").status())
        .as(what)
        .isEqualTo(200);
    assertThat(master.send("DELETE", "/jobs/" + more + "?token=", "").status())
        .as(what)
        .isEqualTo(200);
  }

  private Reply statuses(String... hosts) {
    return master.send("POST", "/hosts/statuses", Json.text(List.of(hosts)));
  }

  private void nothingFails(String what) {
    String bad = "/jobs/" + BAD;
    String port =
        "{\"id\":\"port:1\",\"image\":\"b\",\"ports\":{\"p\":{\"internalPort\":1,\"externalPort\":4711}}}";
    String withPort = master.send("POST", "/jobs", port).at("/id").asText();
    String deployPort = "{\"job\":\"%s\",\"goal\":\"START\"}".formatted(withPort);
    Stream.of(
            master.get(bad),
            master.get(bad + "/status"),
            master.get("/history" + bad),
            master.get("/hosts/sick/status"),
            master.get("/hosts/sick" + bad),
            master.get("/hosts?selector=a%3Db"),
            master.get("/masters"),
            master.get("/ready"),
            master.send("POST", "/jobs/statuses", Json.text(List.of(BAD))),
            statuses("sick"),
            master.deploy("sick", BAD, Goal.START),
            master.send("POST", "/jobs", port, "Helios-Request-Id: corrupt-receipt"),
            master.send(
                "PATCH", "/hosts/sick" + bad, "{\"job\":\"%s\",\"goal\":\"STOP\"}".formatted(BAD)),
            master.send("PUT", "/hosts/sick/jobs/" + withPort, deployPort),
            master.send("DELETE", "/hosts/sick/jobs/" + withPort, ""))
        .forEach(reply -> assertThat(reply.status()).as("%s: %s", what, reply).isLessThan(500));
  }

  private void put(TreePath path, byte[] data) throws Exception {
    if (master.other.get(path).isPresent()) {
      master.other.commit(Changes.NONE.set(path, data, Changes.ANY_VERSION));
      return;
    }
    if (master.other.get(path.parent()).isEmpty()) {
      put(path.parent(), new byte[0]);
    }
    master.other.commit(Changes.NONE.create(path, data));
  }

  /** Everything written until now is in the master's view. */
  /** Reports are read after the rest. */
  private void awaitNamed(Kind kind, String what) {
    await(what)
        .until(
            () ->
                List.copyOf(log.list).stream()
                    .map(ILoggingEvent::getFormattedMessage)
                    .anyMatch(it -> it.contains(kind.path() + ":") && it.length() < 2_000));
  }

  private void awaitSeen() throws Exception {
    String token = ClusterIdentity.existing(master.other).orElseThrow() + "-" + master.other.sync();
    await()
        .pollDelay(Duration.ZERO)
        .until(() -> master.get("/jobs", "Helios-Min-Revision: " + token).status() == 200);
  }

  private static JobId job(String name) {
    return io.helios.model.job.JobHash.identify(MasterFixture.job(name)).id();
  }

  private static Logger logger() {
    return (Logger) LoggerFactory.getLogger("io.helios");
  }
}
