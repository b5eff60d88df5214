package io.helios.master;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.helios.coordination.fixtures.InMemoryStore;
import io.helios.master.fixtures.EventStream;
import io.helios.master.fixtures.Reply;
import io.helios.master.fixtures.ScriptedAgent;
import io.helios.master.watch.EventReader;
import io.helios.model.job.Job;
import io.helios.model.job.JobId;
import io.helios.model.task.Goal;
import io.helios.model.task.State;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchHttpTest {
  private static final int ENOUGH_TO_FILL_ALL_BUFFERS = 20_000_000;

  @TempDir Path directory;

  private final InMemoryStore store = new InMemoryStore();
  private final List<EventStream> streams = new ArrayList<>();
  private MasterFixture cluster;

  @BeforeEach
  void start() throws Exception {
    cluster = MasterFixture.begun(store, directory.resolve("one"));
    cluster.awaitReady();
  }

  @AfterEach
  void stop() {
    streams.forEach(EventStream::close);
    cluster.close();
  }

  @Test
  void who_begins_gets_everything_and_then_what_changes() throws Exception {
    ScriptedAgent agent = cluster.hostUp("h1");
    JobId job = cluster.create(MasterFixture.job("web"));
    EventStream stream = open("/watch", new EventReader());
    eventually(stream, reader -> assertThat(reader.isSynced()).isTrue());
    assertThat(stream.reader().names()).startsWith("reset", "snapshot", "synced");
    assertThat(stream.status()).contains("200", "text/event-stream", "Helios-Revision");
    assertThat(stream.reader().known()).containsKeys("host h1 ", "job  " + job);

    cluster.deploy("h1", job, Goal.START);
    agent.says(job, null, ScriptedAgent.report(State.RUNNING, Goal.START, 7));
    eventually(
        stream,
        reader -> {
          JsonNode task = reader.known().get("task h1 " + job);
          assertThat(task).isNotNull();
          assertThat(task.at("/status/state").asText()).isEqualTo("RUNNING");
          assertThat(task.at("/deployment/goal").asText()).isEqualTo("START");
        });
    assertThat(stream.reader().mistakes()).isEmpty();
  }

  @Test
  void who_comes_back_gets_only_what_was_missed() throws Exception {
    ScriptedAgent agent = cluster.hostUp("h1");
    EventReader reader = new EventReader();
    EventStream stream = open("/watch", reader);
    eventually(stream, it -> assertThat(it.isSynced()).isTrue());
    stream.close();
    int events = reader.names().size();
    agent.labels(Map.of("role", "web", "n", "1"));
    EventStream again = open("/watch", reader);
    eventually(
        again,
        it -> assertThat(it.known().get("host h1 ").at("/labels/role").asText()).isEqualTo("web"));
    assertThat(reader.names().subList(events, reader.names().size())).containsExactly("changes");
    assertThat(reader.mistakes()).isEmpty();
  }

  @Test
  void another_master_goes_on_where_the_first_one_ended() throws Exception {
    ScriptedAgent agent = cluster.hostUp("h1");
    try (MasterFixture other = MasterFixture.begun(store, directory.resolve("two"))) {
      other.awaitReady();
      EventReader reader = new EventReader();
      EventStream stream = open("/watch", reader);
      eventually(stream, it -> assertThat(it.isSynced()).isTrue());
      cluster.master.stop();
      await().atMost(Duration.ofSeconds(20)).until(stream::isOver);
      int events = reader.names().size();
      agent.labels(Map.of("role", "web", "n", "1"));
      EventStream again = EventStream.open(other.master.httpPort(), "/watch", reader);
      streams.add(again);
      eventually(
          again,
          it ->
              assertThat(it.known().get("host h1 ").at("/labels/role").asText()).isEqualTo("web"));
      assertThat(reader.names().subList(events, reader.names().size())).doesNotContain("reset");
    }
  }

  @Test
  void a_place_that_means_nothing_here_leads_to_a_new_beginning() throws Exception {
    for (String from : List.of("other-cluster-17", "garbage", "-", "x-99999999999999999999")) {
      EventStream stream = open("/watch?from=" + from, new EventReader());
      eventually(stream, it -> assertThat(it.isSynced()).isTrue());
      assertThat(stream.reader().names()).startsWith("reset");
    }
  }

  @Test
  void only_what_was_asked_for_is_told() throws Exception {
    ScriptedAgent web = cluster.hostUp("web1");
    web.labels(Map.of("role", "web"));
    cluster.hostUp("db1").labels(Map.of("role", "db"));
    JobId job = cluster.create(MasterFixture.job("web"));
    JobId other = cluster.create(MasterFixture.job("other"));
    for (String host : List.of("web1", "db1")) {
      cluster.deploy(host, job, Goal.START);
      cluster.deploy(host, other, Goal.START);
    }
    assertThat(knownBy("/watch?kind=host")).containsOnlyKeys("host db1 ", "host web1 ");
    assertThat(knownBy("/watch?kind=job&job=web")).containsOnlyKeys("job  " + job);
    assertThat(knownBy("/watch?kind=task&job=" + job + "&host=db1"))
        .containsOnlyKeys("task db1 " + job);
    assertThat(knownBy("/watch?kind=task,host&hostPattern=%5Eweb&job=other:1"))
        .containsOnlyKeys("host web1 ", "task web1 " + other);
    assertThat(knownBy("/watch?kind=task&selector=role%3Ddb&job=web"))
        .containsOnlyKeys("task db1 " + job);
  }

  @Test
  void what_leaves_the_selection_is_gone_for_its_reader() throws Exception {
    ScriptedAgent agent = cluster.hostUp("h1");
    agent.labels(Map.of("role", "web"));
    EventStream stream = open("/watch?selector=role%3Dweb&kind=host,task", new EventReader());
    eventually(stream, it -> assertThat(it.known()).containsKey("host h1 "));
    JobId job = cluster.create(MasterFixture.job("web"));
    cluster.deploy("h1", job, Goal.START);
    eventually(stream, it -> assertThat(it.known()).containsKey("task h1 " + job));
    agent.labels(Map.of("role", "db"));
    eventually(stream, it -> assertThat(it.known()).isEmpty());
    agent.labels(Map.of("role", "web"));
    eventually(stream, it -> assertThat(it.known()).containsKeys("host h1 ", "task h1 " + job));
  }

  @Test
  void who_watches_a_group_is_told_of_its_hosts_also_when_it_is_edited() throws Exception {
    cluster.hostUp("web1").labels(Map.of("role", "web"));
    cluster.hostUp("db1").labels(Map.of("role", "db"));
    String group =
        "{\"name\":\"g\",\"hostSelectors\":[{\"label\":\"role\",\"operator\":\"EQUALS\","
            + "\"operand\":\"web\"}]}";
    assertThat(cluster.send("POST", "/deployment-group", group).status()).isEqualTo(200);
    EventStream stream = open("/watch?group=g", new EventReader());
    eventually(stream, it -> assertThat(it.known()).containsOnlyKeys("group   g", "host web1 "));
    Reply edited =
        cluster.send(
            "PUT",
            "/deployment-group/g",
            group.replace("\"name\":\"g\",", "").replace("web", "db"));
    assertThat(edited.status()).as(edited.toString()).isEqualTo(200);
    eventually(stream, it -> assertThat(it.known()).containsOnlyKeys("group   g", "host db1 "));
  }

  @Test
  void secrets_are_not_in_the_stream() throws Exception {
    JobId job =
        cluster.create(
            Job.newBuilder("web", "1")
                .setImage("busybox")
                .setToken("s3cret-token")
                .setEnv(Map.of("PASSWORD", "s3cret-value"))
                .build());
    String told = knownBy("/watch").get("job  " + job).toString();
    assertThat(told).contains("PASSWORD").doesNotContain("s3cret");
  }

  @Test
  void what_makes_no_sense_is_refused_with_a_reason() {
    for (String query : List.of("kind=cat", "selector=%3D%3D", "hostPattern=(")) {
      Reply reply = cluster.get("/watch?" + query);
      assertThat(reply.status()).as(query).isEqualTo(400);
      assertThat(reply.at("/message").asText()).isNotEmpty();
    }
    assertThat(cluster.send("POST", "/watch", "{}").status()).isEqualTo(405);
  }

  @Test
  void a_lost_connection_to_zookeeper_is_told_and_so_is_its_return() throws Exception {
    EventStream stream = open("/watch", new EventReader());
    eventually(stream, it -> assertThat(it.isSynced()).isTrue());
    cluster.tree.disconnect();
    eventually(stream, it -> assertThat(it.names()).contains("stale"));
    cluster.tree.reconnect();
    eventually(stream, it -> assertThat(it.names()).endsWith("live"));
  }

  @Test
  void a_reader_that_stands_still_holds_nobody_up() throws Exception {
    ScriptedAgent agent = cluster.hostUp("h1");
    EventStream stalled = EventStream.stalled(cluster.master.httpPort(), "/watch");
    streams.add(stalled);
    EventStream reading = open("/watch", new EventReader());
    eventually(reading, it -> assertThat(it.isSynced()).isTrue());
    String filler = "x".repeat(200_000);
    for (int written = 0; written < ENOUGH_TO_FILL_ALL_BUFFERS; written += filler.length()) {
      agent.labels(Map.of("filler", filler, "n", "" + written));
    }
    agent.labels(Map.of("role", "done"));
    eventually(
        reading,
        it -> assertThat(it.known().get("host h1 ").at("/labels/role").asText()).isEqualTo("done"));
    assertThat(reading.reader().mistakes()).isEmpty();
  }

  @Test
  void hundreds_of_watchers_hold_no_thread_each() throws Exception {
    ScriptedAgent agent = cluster.hostUp("h1");
    int threads = Thread.getAllStackTraces().size();
    for (int i = 0; i < 500; i++) {
      streams.add(EventStream.stalled(cluster.master.httpPort(), "/watch?host=h1"));
    }
    EventStream last = open("/watch", new EventReader());
    eventually(last, it -> assertThat(it.isSynced()).isTrue());
    agent.labels(Map.of("role", "web"));
    eventually(
        last,
        it -> assertThat(it.known().get("host h1 ").at("/labels/role").asText()).isEqualTo("web"));
    // The server's pool of 64 and those of this test, not one for each.
    assertThat(Thread.getAllStackTraces().size()).isLessThan(threads + 100);
  }

  private Map<String, JsonNode> knownBy(String path) throws Exception {
    EventStream stream = open(path, new EventReader());
    eventually(stream, it -> assertThat(it.isSynced()).isTrue());
    return stream.reader().known();
  }

  private EventStream open(String path, EventReader reader) throws Exception {
    EventStream stream = EventStream.open(cluster.master.httpPort(), path, reader);
    streams.add(stream);
    return stream;
  }

  private static void eventually(EventStream stream, Consumer<EventReader> assertion) {
    await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertion.accept(stream.reader()));
  }
}
