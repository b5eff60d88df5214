package io.helios.benchmarks.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.helios.benchmarks.wire.EventLoop;
import io.helios.coordination.embedded.EmbeddedZooKeeper;
import io.helios.coordination.layout.Paths;
import io.helios.coordination.layout.Stored;
import io.helios.coordination.layout.StoredHistory;
import io.helios.coordination.layout.StoredStatus;
import io.helios.coordination.layout.UndeployOrder;
import io.helios.coordination.presence.ClusterIdentity;
import io.helios.coordination.tree.Changes;
import io.helios.coordination.tree.Node;
import io.helios.coordination.tree.TreePath;
import io.helios.coordination.tree.TreeUnavailable;
import io.helios.coordination.tree.zookeeper.ZooKeeperOptions;
import io.helios.coordination.tree.zookeeper.ZooKeeperTree;
import io.helios.model.host.HostName;
import io.helios.model.job.Job;
import io.helios.model.job.JobHash;
import io.helios.model.job.JobId;
import io.helios.model.task.Deployment;
import io.helios.model.task.Goal;
import io.helios.model.task.State;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class LightFleetTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Job JOB =
      JobHash.identify(Job.newBuilder("job", "1").setImage("image").build());

  private final EventLoop loop = new EventLoop("test");
  private final Set<String> running = ConcurrentHashMap.newKeySet();
  private EmbeddedZooKeeper zookeeper;
  private ZooKeeperTree tree;
  private LightFleet fleet;

  @BeforeEach
  void start(@TempDir Path directory) throws Exception {
    zookeeper = EmbeddedZooKeeper.start(directory, 0);
    tree = ZooKeeperTree.connect(ZooKeeperOptions.of(zookeeper.connect()));
    assertThat(tree.awaitConnected(LIMIT)).isTrue();
    String cluster = ClusterIdentity.establish(tree, null, false);
    fleet =
        LightFleet.start(
            loop,
            List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), zookeeper.port())),
            cluster,
            new LightFleet.Options(5, 2, 100, 1),
            StartTimes.measured(),
            (host, job, zxid) -> running.add(host + " " + job));
    fleet.awaitUp(LIMIT);
  }

  @AfterEach
  void stop() {
    fleet.close();
    loop.close();
    tree.close();
    zookeeper.close();
  }

  @Test
  void light_agents_say_what_real_ones_say() throws Exception {
    deployEverywhere(1);

    await().atMost(LIMIT).until(() -> running.size() == fleet.size());
    HostName host = LightFleet.name(3);
    assertThat(data(Paths.hostUp(host))).isPresent();
    assertThat(data(Paths.hostReport(host))).isPresent();
    StoredStatus status = status(host).orElseThrow();
    assertThat(status.report().state()).isEqualTo(State.RUNNING);
    assertThat(status.report().generation()).isEqualTo(1);
    StoredHistory history =
        Stored.read(data(Paths.taskHistory(JOB.id(), host)).orElseThrow(), StoredHistory.class);
    assertThat(history.events())
        .extracting(event -> event.report().state())
        .containsExactly(State.CREATING, State.STARTING, State.RUNNING);
    assertThat(fleet.failures()).isEmpty();
    assertThat(fleet.sessions()).isEqualTo(3);
  }

  @Test
  void an_undeploy_order_is_carried_out_and_consumed() throws Exception {
    deployEverywhere(1);
    await().atMost(LIMIT).until(() -> running.size() == fleet.size());
    HostName host = LightFleet.name(0);
    tree.commit(
        Changes.NONE
            .delete(Paths.deployment(host, JOB.id()))
            .create(Paths.undeploy(host, JOB.id()), Stored.bytes(new UndeployOrder(JOB, 2, "me"))));

    await().atMost(LIMIT).until(() -> data(Paths.undeploy(host, JOB.id())).isEmpty());
    assertThat(status(host)).isEmpty();
    assertThat(fleet.tasksByState()).containsEntry(State.RUNNING, fleet.size() - 1L);
  }

  @Test
  void killed_agents_come_back_beside_their_containers() throws Exception {
    deployEverywhere(1);
    await().atMost(LIMIT).until(() -> running.size() == fleet.size());
    long before = createdAt(Paths.hostUp(LightFleet.name(1)));
    long steps = fleet.steps();

    fleet.kill();
    fleet.startAgain();

    await().atMost(LIMIT).until(() -> createdAt(Paths.hostUp(LightFleet.name(1))) > before);
    fleet.awaitUp(LIMIT);
    assertThat(status(LightFleet.name(1)).orElseThrow().report().state()).isEqualTo(State.RUNNING);
    assertThat(fleet.steps()).isEqualTo(steps);
  }

  private void deployEverywhere(long generation) throws Exception {
    JobId id = JOB.id();
    tree.commit(Changes.NONE.create(Paths.job(id), Stored.bytes(JOB)));
    for (int i = 0; i < fleet.size(); i++) {
      Deployment deployment = new Deployment(id, Goal.START, "me", null, null, generation);
      tree.commit(
          Changes.NONE.create(Paths.deployment(LightFleet.name(i), id), Stored.bytes(deployment)));
    }
  }

  private Optional<byte[]> data(TreePath path) throws TreeUnavailable {
    return tree.get(path).map(Node::data);
  }

  private long createdAt(TreePath path) throws TreeUnavailable {
    return tree.get(path).map(Node::createdAt).orElse(0L);
  }

  private Optional<StoredStatus> status(HostName host) throws TreeUnavailable, IOException {
    Optional<byte[]> data = data(Paths.taskStatus(host, JOB.id()));
    return data.isEmpty()
        ? Optional.empty()
        : Optional.of(Stored.read(data.get(), StoredStatus.class));
  }
}
