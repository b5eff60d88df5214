package io.helios.master.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.helios.coordination.fixtures.InMemoryTree;
import io.helios.coordination.layout.HostReport;
import io.helios.coordination.layout.Paths;
import io.helios.coordination.layout.Stored;
import io.helios.coordination.presence.ClusterIdentity;
import io.helios.coordination.tree.Changes;
import io.helios.coordination.tree.Node;
import io.helios.coordination.tree.TreePath;
import io.helios.master.fixtures.ScriptedAgent;
import io.helios.model.host.AgentInfo;
import io.helios.model.host.HostInfo;
import io.helios.model.host.HostName;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HostReportsTest {
  private final InMemoryTree tree = InMemoryTree.create();
  private final InMemoryTree agents = tree.store().newSession();

  @BeforeEach
  void aCluster() throws Exception {
    ClusterIdentity.establish(agents, null, false);
  }

  @AfterEach
  void close() {
    tree.close();
    agents.close();
  }

  @Test
  void a_view_that_is_complete_has_them() throws Exception {
    ScriptedAgent agent = agent("h1");
    report(agent, 1);
    try (LiveView live = new LiveView(tree, Clock.systemUTC())) {
      live.start();
      await().until(() -> live.freshness().live());
      assertThat(uptime(live, "h1")).contains(1L);
    }
  }

  @Test
  void who_is_told_that_a_view_is_live_finds_it_fresh() throws Exception {
    report(agent("h1"), 1);
    List<Boolean> fresh = new CopyOnWriteArrayList<>();
    try (LiveView live = new LiveView(tree, Clock.systemUTC())) {
      live.subscribe(
          new ViewListener() {
            @Override
            public void changed(ViewChange change) {}

            @Override
            public void live(long revision) {
              fresh.add(live.freshness().live());
            }

            @Override
            public void stale() {}
          });
      live.start();
      await().until(() -> fresh.equals(List.of(true)));
      tree.disconnect();
      await().until(() -> !live.freshness().live());
      tree.reconnect();
      await().until(() -> fresh.equals(List.of(true, true)));
    }
  }

  @Test
  void what_comes_later_is_seen_and_told_to_followers() throws Exception {
    ScriptedAgent agent = agent("h1");
    try (LiveView live = new LiveView(tree, Clock.systemUTC())) {
      live.start();
      await().until(() -> live.freshness().live());
      report(agent, 2);
      await().until(() -> uptime(live, "h1").equals(Optional.of(2L)));
      Journal journal = live.journal();
      await().until(() -> journal.mark().revision() >= agents.sync());
      long last = journal.mark().head() - 1;
      assertThat(journal.at(last).state()).isInstanceOf(ThingState.OfHost.class);
      agents.commit(Changes.NONE.delete(Paths.hostReport(new HostName("h1"))));
      await().until(() -> uptime(live, "h1").isEmpty());
    }
  }

  @Test
  void what_comes_while_the_connection_is_lost_is_seen_afterwards() throws Exception {
    ScriptedAgent agent = agent("h1");
    report(agent, 1);
    try (LiveView live = new LiveView(tree, Clock.systemUTC())) {
      live.start();
      await().until(() -> live.freshness().live());
      tree.disconnect();
      await().until(() -> !live.freshness().live());
      report(agent, 2);
      assertThat(uptime(live, "h1")).contains(1L);
      tree.reconnect();
      await().until(() -> live.freshness().live());
      await().until(() -> uptime(live, "h1").equals(Optional.of(2L)));
    }
  }

  @Test
  void a_host_that_is_gone_leaves_nothing_behind() throws Exception {
    ScriptedAgent agent = agent("h1");
    agents.commit(Changes.NONE.create(Paths.hostReport(new HostName("h1")), new byte[] {'{'}));
    try (LiveView live = new LiveView(tree, Clock.systemUTC())) {
      live.start();
      await().until(() -> live.freshness().live());
      HostName host = new HostName("h1");
      assertThat(live.view().host(host).orElseThrow().unreadable())
          .containsExactly(Paths.hostReport(host));
      report(agent, 1);
      await().until(() -> uptime(live, "h1").isPresent());
      for (TreePath path :
          List.of(
              Paths.hostReport(host),
              Paths.taskStatuses(host),
              Paths.hostStatus(host),
              Paths.hostId(host),
              Paths.ports(host),
              Paths.undeploys(host),
              Paths.deployments(host),
              Paths.host(host))) {
        agents.commit(Changes.NONE.delete(path));
      }
      await().until(() -> live.view().host(host).isEmpty());
    }
  }

  @Test
  void each_of_many_is_read_within_a_minute_and_told_only_when_it_changed() throws Exception {
    Rounds rounds = new Rounds();
    for (int i = 0; i < 200; i++) {
      rounds.add(i);
    }
    rounds.reports.readAll(() -> rounds.allRead = true);
    rounds.run();
    assertThat(rounds.allRead).isTrue();
    assertThat(rounds.told).hasSize(200);
    rounds.told.clear();

    for (int i = 0; i < 200; i += 2) {
      rounds.write(i, "later");
    }
    Set<String> heard = new HashSet<>();
    for (int round = 0; round < 60; round++) {
      rounds.reports.round();
      rounds.run();
      assertThat(rounds.told.size()).isLessThanOrEqualTo(50);
      // In a cluster of that size every fourth round begins anew: nothing is told twice.
      rounds.told.forEach(host -> assertThat(heard.add(host)).as(host).isTrue());
      rounds.told.clear();
    }
    assertThat(heard).hasSize(100);
  }

  @Test
  void who_cannot_be_read_is_read_with_the_next_round() throws Exception {
    Rounds rounds = new Rounds();
    rounds.add(1);
    tree.failReads(1);
    rounds.reports.readAll(() -> rounds.allRead = true);
    rounds.run();
    assertThat(rounds.allRead).isFalse();
    rounds.reports.round();
    rounds.run();
    assertThat(rounds.allRead).isTrue();
    assertThat(rounds.told).containsExactly(host(1).value());
  }

  @Test
  void who_waits_for_all_does_not_wait_for_those_that_come_later() throws Exception {
    Rounds rounds = new Rounds();
    rounds.add(1);
    rounds.reports.readAll(() -> rounds.allRead = true);
    rounds.add(2);
    rounds.reports.hostChanged(host(2));
    tree.sync();
    rounds.step(); // The read of what is due, which is begun already.
    rounds.step(); // The answer.
    assertThat(rounds.allRead).isTrue();
    assertThat(rounds.told).containsExactly(host(1).value());
    rounds.run();
    assertThat(rounds.told).containsExactly(host(1).value(), host(2).value());
  }

  @Test
  void nothing_is_read_while_the_view_is_not_live() throws Exception {
    Rounds rounds = new Rounds();
    rounds.add(1);
    rounds.live = false;
    int before = tree.reads();
    rounds.reports.round();
    rounds.run();
    assertThat(tree.reads()).isEqualTo(before);
    assertThat(rounds.told).isEmpty();
  }

  /** Reports of registered hosts, read in rounds that the test begins. */
  private final class Rounds implements HostReports.Sink {
    final ViewFixture view = new ViewFixture();
    final Queue<Runnable> tasks = new ArrayDeque<>();
    final List<String> told = new ArrayList<>();
    boolean allRead;
    boolean live = true;
    final HostReports reports = new HostReports(tree, view.view(), this::queue, () -> live, this);

    void add(int index) throws Exception {
      view.host(host(index).value());
      agents.commit(Changes.NONE.create(Paths.hostReport(host(index)), Stored.bytes("first")));
    }

    void write(int index, String text) throws Exception {
      agents.commit(
          Changes.NONE.set(Paths.hostReport(host(index)), Stored.bytes(text), Changes.ANY_VERSION));
    }

    private synchronized void queue(Runnable task) {
      tasks.add(task);
    }

    /** Does what came of it until the tree has nothing more to say. */
    void run() throws Exception {
      while (step()) {
        // Until nothing is left.
      }
    }

    /** The next thing; whether there was one. */
    boolean step() throws Exception {
      tree.sync();
      @Nullable Runnable next;
      synchronized (this) {
        next = tasks.poll();
      }
      if (next == null) {
        return false;
      }
      next.run();
      return true;
    }

    @Override
    public void changed(Node node, long readAt) {
      told.add(node.path().name());
    }

    @Override
    public void removed(TreePath path, long readAt) {
      told.add("no " + path.name());
    }

    @Override
    public void settled(long readAt) {}
  }

  private static HostName host(int index) {
    return new HostName("h%03d".formatted(index));
  }

  private ScriptedAgent agent(String host) {
    ScriptedAgent agent = new ScriptedAgent(agents, host);
    agent.register("id-of-" + host);
    return agent;
  }

  private static void report(ScriptedAgent agent, long uptime) {
    agent.report(
        new HostInfo("vm", null, null, null, null, 2, 0, 0, 0, 0, 0, null, null, null),
        new AgentInfo(null, null, null, null, null, null, null, List.of(), uptime, 1, "0.10.0"),
        Map.of());
  }

  private static Optional<Long> uptime(LiveView live, String host) {
    return live.view()
        .host(new HostName(host))
        .map(HostView::report)
        .map(HostReport::agent)
        .map(AgentInfo::uptime);
  }
}
