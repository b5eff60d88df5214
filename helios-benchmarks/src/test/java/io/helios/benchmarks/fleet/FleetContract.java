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
import io.helios.coordination.tree.ChangeRejected;
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
import io.helios.model.task.TaskReport;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What agents do for a master, whatever they are made of, on a real ZooKeeper. */
@Timeout(120)
public abstract class FleetContract {
  protected static final Duration LIMIT = Duration.ofSeconds(60);
  protected static final String IMAGE = "bench/simulated:1";
  private static final HostName HOST = Fleet.name(1);
  private static final Job JOB =
      JobHash.identify(Job.newBuilder("job", "1").setImage(IMAGE).build());
  private static final JobId ID = JOB.id();

  private static final List<State> START =
      List.of(State.PULLING_IMAGE, State.CREATING, State.STARTING, State.RUNNING);

  protected final EventLoop loop = new EventLoop("test");
  private final Set<String> running = ConcurrentHashMap.newKeySet();
  private final Set<String> gone = ConcurrentHashMap.newKeySet();
  private EmbeddedZooKeeper zookeeper;
  private ZooKeeperTree tree;
  private Fleet fleet;

  /** Starts a few agents, of which the listener hears. */
  protected abstract Fleet start(
      EmbeddedZooKeeper server, String cluster, Path directory, Fleet.Listener listener)
      throws Exception;

  @BeforeEach
  void start(@TempDir Path directory) throws Exception {
    zookeeper = EmbeddedZooKeeper.start(directory.resolve("zookeeper"), 0);
    tree = ZooKeeperTree.connect(ZooKeeperOptions.of(zookeeper.connect()));
    assertThat(tree.awaitConnected(LIMIT)).isTrue();
    String cluster = ClusterIdentity.establish(tree, null, false);
    fleet =
        start(
            zookeeper,
            cluster,
            directory.resolve("agents"),
            new Fleet.Listener() {
              @Override
              public void runs(int host, JobId job, long zxid) {
                running.add(host + " " + job);
              }

              @Override
              public void isGone(int host, JobId job, long zxid) {
                gone.add(host + " " + job);
              }
            });
    fleet.awaitUp(LIMIT);
    tree.commit(Changes.NONE.create(Paths.job(ID), Stored.bytes(JOB)));
  }

  @AfterEach
  void stop() {
    fleet.close();
    loop.close();
    tree.close();
    zookeeper.close();
  }

  protected Fleet fleet() {
    return fleet;
  }

  @Test
  void a_deployment_is_told_to_run() throws Exception {
    deployEverywhere();

    assertThat(data(Paths.hostUp(HOST))).isPresent();
    assertThat(data(Paths.hostReport(HOST))).isPresent();
    TaskReport report = report().orElseThrow();
    assertThat(report.state()).isEqualTo(State.RUNNING);
    assertThat(report.generation()).isEqualTo(1);
    assertThat(states()).isEqualTo(START);
    assertThat(fleet.counted().tasksByState())
        .isEqualTo(Map.of(State.RUNNING, (long) fleet.size()));
    assertThat(fleet.counted().failures()).isEmpty();
    assertThat(fleet.counted().steps()).isEqualTo(2L * fleet.size());
  }

  @Test
  void an_undeploy_order_is_carried_out_and_consumed() throws Exception {
    deployEverywhere();
    undeploy(2);

    await().atMost(LIMIT).until(() -> data(Paths.undeploy(HOST, ID)).isEmpty());
    assertThat(report()).isEmpty();
    await().atMost(LIMIT).until(() -> gone.contains("1 " + ID));
    Map<State, Long> left = Map.of(State.RUNNING, fleet.size() - 1L);
    await().atMost(LIMIT).until(() -> fleet.counted().tasksByState().equals(left));
  }

  @Test
  void a_job_that_was_undeployed_and_comes_back_runs_and_goes_on_with_its_history()
      throws Exception {
    deployEverywhere();
    undeploy(2);
    await().atMost(LIMIT).until(() -> data(Paths.undeploy(HOST, ID)).isEmpty());
    List<State> before = states();
    Map<String, Long> rejections = fleet.counted().rejections();

    tree.commit(Changes.NONE.create(Paths.deployment(HOST, ID), deployment(3)));

    awaitRunning(3);
    assertThat(states().subList(0, before.size())).isEqualTo(before);
    assertThat(states().subList(before.size(), states().size())).isEqualTo(START);
    assertThat(events())
        .extracting(StoredHistory.Event::sequence)
        .doesNotHaveDuplicates()
        .isSorted();
    assertThat(fleet.counted().rejections()).isEqualTo(rejections);
  }

  @Test
  void a_deployment_that_overrules_an_order_at_once_runs() throws Exception {
    deployEverywhere();
    for (long generation = 3; generation < 13; generation += 2) {
      undeploy(generation - 1);
      long deployed = generation;
      await().atMost(LIMIT).until(() -> isOverruled(deployed));
      awaitRunning(generation);
    }
    assertThat(fleet.counted().failures()).isEmpty();
  }

  @Test
  void a_job_that_is_created_anew_begins_its_history_anew() throws Exception {
    deployEverywhere();
    for (int i = 0; i < fleet.size(); i++) {
      undeploy(Fleet.name(i), 2);
    }
    await().atMost(LIMIT).until(() -> gone.size() == fleet.size());
    Changes removal = Changes.NONE.delete(Paths.job(ID));
    for (int i = 0; i < fleet.size(); i++) {
      removal = removal.delete(Paths.taskHistory(ID, Fleet.name(i)));
    }
    tree.commit(removal.delete(Paths.jobHistory(ID)));
    tree.commit(
        Changes.NONE
            .create(Paths.job(ID), Stored.bytes(JOB))
            .create(Paths.deployment(HOST, ID), deployment(3)));

    awaitRunning(3);
    assertThat(states()).isEqualTo(START);
  }

  @Test
  void killed_agents_leave_their_sessions_and_come_back_beside_their_containers() throws Exception {
    deployEverywhere();
    long before = createdAt(Paths.hostUp(HOST));
    long steps = fleet.counted().steps();

    fleet.kill();
    await().atMost(LIMIT).until(() -> fleet.up() == 0);
    assertThat(createdAt(Paths.hostUp(HOST))).isEqualTo(before);
    fleet.startAgain();

    fleet.awaitUp(LIMIT);
    assertThat(createdAt(Paths.hostUp(HOST))).isGreaterThan(before);
    assertThat(report().orElseThrow().state()).isEqualTo(State.RUNNING);
    undeploy(2);
    await().atMost(LIMIT).until(() -> data(Paths.undeploy(HOST, ID)).isEmpty());
    assertThat(fleet.counted().steps()).isEqualTo(steps + 2); // The stop and the remove.
    assertThat(fleet.counted().failures()).isEmpty();
  }

  private void deployEverywhere() throws Exception {
    for (int i = 0; i < fleet.size(); i++) {
      tree.commit(Changes.NONE.create(Paths.deployment(Fleet.name(i), ID), deployment(1)));
    }
    await().atMost(LIMIT).until(() -> running.size() == fleet.size());
  }

  /** As a master does it: whoever's facts were overtaken by the agent's writes decides again. */
  private boolean isOverruled(long generation) throws TreeUnavailable {
    Changes deploy = Changes.NONE.create(Paths.deployment(HOST, ID), deployment(generation));
    Optional<Node> order = tree.get(Paths.undeploy(HOST, ID));
    if (order.isPresent()) {
      deploy = deploy.set(order.get().path(), order.get().data(), order.get().version());
    }
    try {
      tree.commit(deploy);
      return true;
    } catch (ChangeRejected overtaken) {
      return false;
    }
  }

  private static byte[] deployment(long generation) {
    return Stored.bytes(new Deployment(ID, Goal.START, "me", null, null, generation));
  }

  private void undeploy(long generation) throws Exception {
    undeploy(HOST, generation);
  }

  private void undeploy(HostName host, long generation) throws Exception {
    byte[] order = Stored.bytes(new UndeployOrder(JOB, generation, "me"));
    TreePath path = Paths.undeploy(host, ID);
    Changes changes = Changes.NONE.delete(Paths.deployment(host, ID));
    tree.commit(
        tree.get(path).isEmpty()
            ? changes.create(path, order)
            : changes.set(path, order, Changes.ANY_VERSION));
  }

  private void awaitRunning(long generation) {
    await()
        .atMost(LIMIT)
        .until(
            () ->
                report()
                    .filter(report -> report.state() == State.RUNNING)
                    .filter(report -> Long.valueOf(generation).equals(report.generation()))
                    .isPresent());
  }

  private Optional<byte[]> data(TreePath path) throws TreeUnavailable {
    return tree.get(path).map(Node::data);
  }

  private long createdAt(TreePath path) throws TreeUnavailable {
    return tree.get(path).map(Node::createdAt).orElse(0L);
  }

  private Optional<TaskReport> report() throws TreeUnavailable, IOException {
    Optional<byte[]> data = data(Paths.taskStatus(HOST, ID));
    return data.isEmpty()
        ? Optional.empty()
        : Optional.of(Stored.read(data.get(), StoredStatus.class).report());
  }

  private List<StoredHistory.Event> events() throws TreeUnavailable, IOException {
    return Stored.read(data(Paths.taskHistory(ID, HOST)).orElseThrow(), StoredHistory.class)
        .events();
  }

  private List<State> states() throws TreeUnavailable, IOException {
    return events().stream().map(event -> event.report().state()).toList();
  }
}
