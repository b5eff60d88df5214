package io.helios.master;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.helios.coordination.fixtures.HandClock;
import io.helios.coordination.fixtures.InMemoryStore;
import io.helios.coordination.layout.Paths;
import io.helios.coordination.layout.Stored;
import io.helios.coordination.layout.StoredHistory;
import io.helios.coordination.tree.Changes;
import io.helios.coordination.tree.TreePath;
import io.helios.events.EventSender;
import io.helios.master.cleanup.CleanupRules;
import io.helios.master.event.EventStream;
import io.helios.master.fixtures.ScriptedAgent;
import io.helios.model.host.AgentInfo;
import io.helios.model.host.HostInfo;
import io.helios.model.host.HostName;
import io.helios.model.job.Job;
import io.helios.model.job.JobHash;
import io.helios.model.job.JobId;
import io.helios.model.json.Json;
import io.helios.model.task.Goal;
import io.helios.model.task.State;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CleanupTest {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final HostName H1 = new HostName("h1");
  private static final CleanupRules ALL =
      new CleanupRules(Optional.of(Duration.ofHours(1)), Optional.of(Duration.ofDays(1)), true);

  @TempDir Path directory;
  private final InMemoryStore store = new InMemoryStore();
  private final List<String> told = new CopyOnWriteArrayList<>();
  private MasterFixture cluster;

  @AfterEach
  void close() {
    cluster.close();
  }

  @Test
  void a_job_that_expires_is_taken_off_its_hosts_by_order_and_removed() throws Exception {
    start(Clock.systemUTC(), ALL);
    cluster.hostUp("h1");
    JobId stays = cluster.create(MasterFixture.job("stays"));
    Job brief =
        MasterFixture.job("brief").toBuilder().setExpires(Instant.now().plusSeconds(2)).build();
    JobId id = cluster.create(brief);
    assertThat(cluster.deploy("h1", id, Goal.START).status()).isEqualTo(200);
    await().atMost(SOON).until(() -> cluster.get("/jobs/" + id).status() == 404);
    assertThat(store.everything()).containsKey(Paths.undeploy(H1, id));
    assertThat(cluster.get("/jobs/" + stays).status()).isEqualTo(200);
    await().atMost(SOON).untilAsserted(() -> toldOf("cleanup.expired-job", id.toString()));
  }

  @Test
  void a_dead_host_is_removed_without_an_order_to_stop_what_it_ran() throws Exception {
    HandClock clock = new HandClock();
    start(clock, ALL);
    ScriptedAgent agent = cluster.agent("h1");
    agent.register("id-of-h1");
    agent.report(info(), agentInfo(clock.instant()), Map.of());
    JobId job = cluster.create(MasterFixture.job("web"));
    await().atMost(SOON).until(() -> cluster.get("/hosts/h1/status").status() == 200);
    assertThat(cluster.deploy("h1", job, Goal.START).status()).isEqualTo(200);
    await().atMost(SOON).until(() -> store.everything().containsKey(Paths.downSince(H1)));

    clock.advance(Duration.ofMinutes(59));
    agent.labels(Map.of("look", "again"));
    JobId marker = cluster.create(MasterFixture.job("marker"));
    assertThat(cluster.deploy("h1", marker, Goal.STOP).status()).isEqualTo(200);

    clock.advance(Duration.ofMinutes(2));
    agent.labels(Map.of("look", "once more"));
    await().atMost(SOON).until(() -> store.everything().keySet().stream().noneMatch(this::isOfH1));
    assertThat(store.everything()).doesNotContainKey(Paths.deregistered(H1));
    assertThat(cluster.get("/jobs/" + job).status()).isEqualTo(200);
    assertThat(store.everything()).doesNotContainKey(Paths.jobHost(job, H1));
    await().atMost(SOON).untilAsserted(() -> toldOf("cleanup.dead-agent", "h1"));
  }

  private boolean isOfH1(TreePath path) {
    return path.isWithin(Paths.host(H1))
        || path.isWithin(Paths.hostStatus(H1))
        || path.equals(Paths.hostReport(H1))
        || path.equals(Paths.downSince(H1));
  }

  @Test
  void a_host_that_comes_back_is_no_longer_counted_as_down() throws Exception {
    HandClock clock = new HandClock();
    start(clock, ALL);
    ScriptedAgent agent = cluster.agent("h1");
    agent.register("id-of-h1");
    agent.report(info(), agentInfo(clock.instant()), Map.of());
    await().atMost(SOON).until(() -> store.everything().containsKey(Paths.downSince(H1)));
    agent.up();
    await().atMost(SOON).until(() -> !store.everything().containsKey(Paths.downSince(H1)));
    clock.advance(Duration.ofDays(30));
    agent.labels(Map.of("look", "again"));
    JobId job = cluster.create(MasterFixture.job("web"));
    assertThat(cluster.deploy("h1", job, Goal.START).status()).isEqualTo(200);
  }

  @Test
  void history_without_a_job_and_jobs_that_nobody_used_go_with_the_sweep() throws Exception {
    HandClock clock = new HandClock();
    start(clock, ALL);
    JobId old = cluster.create(MasterFixture.job("old"));
    JobId gone = JobHash.identify(MasterFixture.job("gone")).id();
    ScriptedAgent agent = cluster.agent("h1");
    agent.register("id-of-h1");
    agent.remembers(
        gone,
        List.of(new StoredHistory.Event(1, 1, ScriptedAgent.report(State.RUNNING, Goal.START, 1))));
    clock.advance(Duration.ofDays(2));
    JobId young = cluster.create(MasterFixture.job("young"));
    agent.labels(Map.of("look", "again"));
    await().atMost(SOON).until(() -> cluster.get("/jobs/" + old).status() == 404);
    // The pace between two removals goes by the same clock.
    clock.advance(Duration.ofSeconds(10));
    agent.labels(Map.of("look", "once more"));
    await().atMost(SOON).until(() -> !store.everything().containsKey(Paths.jobHistory(gone)));
    assertThat(cluster.get("/jobs/" + young).status()).isEqualTo(200);
    await().atMost(SOON).untilAsserted(() -> toldOf("cleanup.orphan-history", gone.toString()));
    await().atMost(SOON).untilAsserted(() -> toldOf("cleanup.old-job", old.toString()));
  }

  @Test
  void one_job_that_cannot_be_removed_keeps_nothing_from_the_others() throws Exception {
    start(Clock.systemUTC(), ALL);
    Instant soon = Instant.now().plusSeconds(2);
    JobId stuck = cluster.create(expiring("stuck", soon));
    // Deployed in a way that no master can read, so that it cannot be undone.
    cluster.other.commit(Changes.NONE.create(Paths.jobHost(stuck, H1)));
    JobId other = cluster.create(expiring("other", soon.plusMillis(100)));
    await().atMost(SOON).until(() -> cluster.get("/jobs/" + other).status() == 404);
    assertThat(cluster.get("/jobs/" + stuck).status()).isEqualTo(200);
  }

  @Test
  void a_host_with_more_deployments_than_fit_into_one_transaction_is_deregistered_in_parts()
      throws Exception {
    start(Clock.systemUTC(), CleanupRules.DEFAULT);
    cluster.agent("h1").register("id-of-h1");
    await().atMost(SOON).until(() -> cluster.get("/hosts/h1/status").status() == 200);
    int count = 450;
    Changes changes = Changes.NONE;
    for (int i = 0; i < count; i++) {
      Job job = JobHash.identify(MasterFixture.job("job" + i));
      byte[] deployment =
          Stored.bytes(
              new io.helios.model.task.Deployment(job.id(), Goal.START, "bob", null, null, 1L));
      changes =
          changes
              .create(Paths.job(job.id()), Stored.bytes(job))
              .create(Paths.jobHost(job.id(), H1))
              .create(Paths.deployment(H1, job.id()), deployment)
              .create(Paths.jobHistory(job.id()))
              .create(Paths.taskHistory(job.id(), H1));
      if (i % 150 == 149) {
        cluster.other.commit(changes);
        changes = Changes.NONE;
      }
    }
    assertThat(cluster.send("DELETE", "/hosts/h1?user=bob", "").status()).isEqualTo(200);
    List<TreePath> left =
        store.everything().keySet().stream()
            .filter(path -> isOfH1(path) || path.name().equals("h1"))
            .toList();
    assertThat(left).containsExactly(Paths.deregistered(H1));
  }

  private static Job expiring(String name, Instant at) {
    return MasterFixture.job(name).toBuilder().setExpires(at).build();
  }

  private void start(Clock clock, CleanupRules rules) throws Exception {
    EventSender recorder =
        (topic, message) -> told.add(new String(message, StandardCharsets.UTF_8));
    MasterOutside outside =
        new MasterOutside(
            List.of(new EventStream.Way("test", recorder, topic -> true)), Optional.empty(), "");
    cluster = MasterFixture.begun(store, directory, clock, rules, outside);
    cluster.awaitReady();
  }

  private void toldOf(String type, String name) {
    assertThat(told)
        .anySatisfy(
            text -> {
              var event = Json.http().readTree(text);
              assertThat(event.path("type").asText()).isEqualTo(type);
              assertThat(event.path("outcome").asText()).isEqualTo("DONE");
              assertThat(event.path("about").toString()).contains(name);
              assertThat(event.path("reason").asText()).isNotEmpty();
            });
  }

  private static HostInfo info() {
    return new HostInfo(null, null, null, null, null, 0, 0, 0, 0, 0, 0, null, null, null);
  }

  private static AgentInfo agentInfo(Instant now) {
    return new AgentInfo(
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        List.of(),
        1_000,
        now.toEpochMilli() - 1_000,
        null);
  }
}
