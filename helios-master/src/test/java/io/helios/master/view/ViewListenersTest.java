package io.helios.master.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.helios.coordination.fixtures.InMemoryTree;
import io.helios.coordination.presence.ClusterIdentity;
import io.helios.coordination.tree.Subscription;
import io.helios.master.fixtures.ScriptedAgent;
import io.helios.model.host.HostName;
import io.helios.model.job.Job;
import io.helios.model.job.JobHash;
import io.helios.model.job.JobId;
import io.helios.model.task.State;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.assertj.core.api.ThrowingConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ViewListenersTest {
  private static final HostName HOST = new HostName("h1");
  private static final JobId JOB =
      JobHash.identify(Job.newBuilder("web", "1").setImage("busybox").build()).id();

  private final InMemoryTree tree = InMemoryTree.create();
  private final InMemoryTree other = tree.store().newSession();
  private final ScriptedAgent agent = new ScriptedAgent(other, "h1");
  private final LiveView live = new LiveView(tree, Clock.systemUTC());
  private final Recorder recorder = new Recorder();

  private static final class Recorder implements ViewListener {
    final List<String> told = new CopyOnWriteArrayList<>();
    final List<ViewChange> changes = new CopyOnWriteArrayList<>();

    @Override
    public void changed(ViewChange change) {
      told.add("changed");
      changes.add(change);
    }

    @Override
    public void live(long revision) {
      told.add("live");
    }

    @Override
    public void stale() {
      told.add("stale");
    }
  }

  @BeforeEach
  void aClusterWithOneHost() throws Exception {
    ClusterIdentity.establish(other, null, false);
    agent.register("id");
  }

  @AfterEach
  void close() {
    live.close();
    tree.close();
    other.close();
  }

  @Test
  void who_listens_hears_live_first_and_then_what_changed() throws Exception {
    live.subscribe(recorder);
    live.start();
    eventually(told -> assertThat(told.told).containsExactly("live"));
    agent.labels(Map.of("role", "web"));
    eventually(told -> assertThat(told.changes).hasSize(1));
    ViewChange first = recorder.changes.get(0);
    assertThat(first.hosts()).containsExactly(HOST);
    assertThat(first.tasks()).isEmpty();
    assertThat(first.revision()).isEqualTo(other.sync());
  }

  @Test
  void a_status_is_a_change_of_its_task_only() {
    live.subscribe(recorder);
    live.start();
    eventually(told -> assertThat(told.told).contains("live"));
    agent.says(JOB, null, ScriptedAgent.report(State.RUNNING, null, 1));
    eventually(
        told ->
            assertThat(told.changes)
                .anySatisfy(
                    change -> {
                      assertThat(change.tasks()).containsExactly(new TaskKey(HOST, JOB));
                      assertThat(change.hosts()).isEmpty();
                    }));
  }

  @Test
  void what_an_agent_says_of_its_machine_is_nothing_to_act_on() throws Exception {
    live.subscribe(recorder);
    live.start();
    eventually(told -> assertThat(told.told).contains("live"));
    agent.up();
    eventually(told -> assertThat(told.changes).hasSize(1));
    agent.conditions(Map.of("EngineUnresponsive", "it hangs"));
    agent.labels(Map.of("role", "web"));
    eventually(told -> assertThat(told.changes).hasSizeGreaterThan(1));
    assertThat(live.view().host(HOST).orElseThrow().conditions()).isNotEmpty();
    assertThat(recorder.changes).hasSize(2);
  }

  @Test
  void who_comes_to_a_live_view_is_told_so_at_once() throws Exception {
    live.start();
    live.awaitTold(0, Duration.ofSeconds(20));
    live.subscribe(recorder);
    eventually(told -> assertThat(told.told).containsExactly("live"));
  }

  @Test
  void after_a_lost_connection_the_difference_comes_before_live() {
    live.subscribe(recorder);
    live.start();
    eventually(told -> assertThat(told.told).containsExactly("live"));
    tree.disconnect();
    eventually(told -> assertThat(told.told).containsExactly("live", "stale"));
    agent.labels(Map.of("role", "web"));
    tree.reconnect();
    eventually(told -> assertThat(told.told).containsExactly("live", "stale", "changed", "live"));
    assertThat(recorder.changes.get(0).hosts()).containsExactly(HOST);
  }

  @Test
  void a_listener_that_fails_keeps_nothing_from_the_others() {
    live.subscribe(
        change -> {
          throw new IllegalStateException("on purpose");
        });
    live.subscribe(recorder);
    live.start();
    eventually(told -> assertThat(told.told).contains("live"));
    agent.labels(Map.of("role", "web"));
    eventually(told -> assertThat(told.changes).hasSize(1));
  }

  @Test
  void who_has_closed_hears_nothing_more() {
    Recorder closed = new Recorder();
    live.subscribe(recorder);
    Subscription subscription = live.subscribe(closed);
    live.start();
    eventually(told -> assertThat(told.told).contains("live"));
    subscription.close();
    agent.labels(Map.of("role", "web"));
    eventually(told -> assertThat(told.changes).hasSize(1));
    assertThat(closed.changes).isEmpty();
  }

  private void eventually(ThrowingConsumer<Recorder> assertion) {
    await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertion.accept(recorder));
  }
}
