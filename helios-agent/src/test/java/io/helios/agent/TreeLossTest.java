package io.helios.agent;

import static io.helios.agent.ClusterOfOne.HOST;
import static io.helios.agent.ClusterOfOne.eventually;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.helios.agent.runtime.Observed;
import io.helios.coordination.layout.HostReport;
import io.helios.coordination.layout.Paths;
import io.helios.coordination.layout.Stored;
import io.helios.coordination.tree.Changes;
import io.helios.coordination.tree.Node;
import io.helios.coordination.tree.TreePath;
import io.helios.model.job.Job;
import io.helios.model.task.Goal;
import io.helios.model.task.State;
import io.helios.model.task.TaskReport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the tree loses of what a host has said, the host says again by itself. */
class TreeLossTest {
  @TempDir Path state;
  private ClusterOfOne cluster;
  private Job web;
  private Observed container;
  private TaskReport report;

  @BeforeEach
  void begin() throws Exception {
    cluster = new ClusterOfOne(state);
    cluster.engine.addImage("sim/ok:1");
    web = cluster.job("web", "sim/ok:1");
    cluster.startAgent();
    report = cluster.awaitRunning(web, cluster.deploy(web));
    container = cluster.running(web).get(0);
    eventually(() -> isThere(Paths.hostReport(HOST)) && isThere(Paths.hostLabels(HOST)));
  }

  @AfterEach
  void end() throws Exception {
    if (container != null) {
      assertThat(cluster.running(web)).containsExactly(container);
    }
    cluster.close();
  }

  @Test
  void a_lost_half_of_the_tree_is_told_again_while_the_connection_stays() throws Exception {
    cluster.deleteAll(Paths.hostStatus(HOST));
    allIsToldAgain();
  }

  @Test
  void an_older_tree_that_comes_back_is_brought_up_to_date() throws Exception {
    cluster.agentTree.disconnect();
    TreePath status = Paths.taskStatus(HOST, web.id());
    byte[] now = cluster.master.get(status).orElseThrow().data();
    byte[] old = new String(now, UTF_8).replace("RUNNING", "EXITED").getBytes(UTF_8);
    cluster.master.commit(
        Changes.NONE
            .set(status, old, Changes.ANY_VERSION)
            .set(Paths.hostLabels(HOST), Stored.bytes(Map.of("role", "old")), Changes.ANY_VERSION)
            .delete(Paths.hostReport(HOST)));
    cluster.agentTree.reconnect();
    allIsToldAgain();
  }

  @Test
  void an_emptied_tree_is_told_everything_once_it_has_its_identity_again() throws Exception {
    List<State> history = cluster.history(web);
    Map<TreePath, Node> before = cluster.store.everything();
    for (TreePath path : Paths.skeleton()) {
      if (path.parent().equals(TreePath.ROOT)) {
        cluster.deleteAll(path);
      }
    }
    eventually(() -> cluster.agent.conditions().containsKey("ClusterUnknown"));
    Changes restored = Changes.NONE;
    for (TreePath path : Paths.skeleton()) {
      restored = restored.create(path);
    }
    Node job = before.get(Paths.job(web.id()));
    cluster.master.commit(
        restored.create(Paths.identity(cluster.clusterId)).create(Paths.job(web.id()), job.data()));
    cluster.registered();
    eventually(() -> cluster.report(web).filter(r -> r.orphaned() != null).isPresent());
    assertThat(cluster.report(web).orElseThrow().state()).isEqualTo(State.RUNNING);
    eventually(() -> isThere(Paths.hostReport(HOST)) && isThere(Paths.hostLabels(HOST)));
    eventually(() -> cluster.history(web).size() > history.size());
    assertThat(cluster.history(web)).startsWith(history.toArray(State[]::new));
  }

  @Test
  void what_happened_without_zookeeper_is_told_by_the_next_life_of_the_agent() throws Exception {
    cluster.agentTree.disconnect();
    cluster.engine.kill(container.id(), 7);
    eventually(() -> cluster.running(web).size() == 1 && !cluster.running(web).contains(container));
    container = cluster.running(web).get(0);
    cluster.agent.close();
    cluster.startAgent();
    eventually(() -> cluster.history(web).contains(State.EXITED));
    eventually(() -> cluster.history(web).lastIndexOf(State.RUNNING) > 4);
    assertThat(cluster.history(web))
        .startsWith(
            State.PULLING_IMAGE, State.CREATING, State.STARTING, State.RUNNING, State.EXITED);
    eventually(() -> !Files.exists(state.resolve("history")));
  }

  @Test
  void a_restart_of_the_agent_is_no_event_of_a_task_that_runs_on() throws Exception {
    List<State> history = cluster.history(web);
    cluster.restartAgent();
    cluster.registered();
    cluster.deploy(web, Goal.STOP);
    cluster.awaitState(web, State.STOPPED);
    eventually(() -> cluster.history(web).contains(State.STOPPED));
    assertThat(cluster.history(web).subList(0, history.size() + 1))
        .isEqualTo(
            java.util.stream.Stream.concat(
                    history.stream(), java.util.stream.Stream.of(State.STOPPING))
                .toList());
    container = null;
  }

  private void allIsToldAgain() throws Exception {
    cluster.registered();
    eventually(() -> cluster.report(web).equals(java.util.Optional.of(report)));
    eventually(
        () ->
            isThere(Paths.hostLabels(HOST))
                && Stored.read(
                        cluster.master.get(Paths.hostLabels(HOST)).orElseThrow().data(), Map.class)
                    .equals(Map.of("role", "web")));
    eventually(() -> isThere(Paths.hostReport(HOST)));
    HostReport told =
        Stored.read(
            cluster.master.get(Paths.hostReport(HOST)).orElseThrow().data(), HostReport.class);
    assertThat(told.environment()).isEqualTo(Map.of("AGENT", "1"));
  }

  private boolean isThere(TreePath path) throws Exception {
    return cluster.master.get(path).isPresent();
  }
}
