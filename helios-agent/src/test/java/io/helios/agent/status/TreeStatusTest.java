package io.helios.agent.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.helios.coordination.fixtures.InMemoryStore;
import io.helios.coordination.fixtures.InMemoryTree;
import io.helios.coordination.layout.Paths;
import io.helios.coordination.layout.Stored;
import io.helios.coordination.layout.StoredHistory;
import io.helios.coordination.presence.HostRegistration;
import io.helios.coordination.tree.ChangeRejected;
import io.helios.coordination.tree.Changes;
import io.helios.coordination.tree.Node;
import io.helios.coordination.tree.Subscription;
import io.helios.coordination.tree.Tree;
import io.helios.coordination.tree.TreePath;
import io.helios.coordination.tree.TreeUnavailable;
import io.helios.model.host.HostName;
import io.helios.model.job.Job;
import io.helios.model.job.JobHash;
import io.helios.model.task.Goal;
import io.helios.model.task.State;
import io.helios.model.task.TaskReport;
import io.helios.model.task.ThrottleState;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TreeStatusTest {
  private static final HostName HOST = new HostName("h1");
  private static final String CLUSTER = "11111111-1111-1111-1111-111111111111";

  private final InMemoryStore store = new InMemoryStore();
  private final InMemoryTree tree = store.newSession();
  private final Job job = JobHash.identify(Job.newBuilder("web", "1").setImage("sim/ok").build());
  private final RecordingTimer timer = new RecordingTimer();

  @AfterEach
  void stop() {
    timer.shutdownNow();
    tree.close();
  }

  @Test
  void two_hosts_that_begin_a_jobs_history_at_once_are_both_told_without_delay() throws Exception {
    Changes cluster = Changes.NONE;
    for (TreePath path : Paths.skeleton()) {
      cluster = cluster.create(path);
    }
    tree.commit(
        cluster.create(Paths.identity(CLUSTER)).create(Paths.job(job.id()), Stored.bytes(job)));
    HostRegistration.register(tree, CLUSTER, HOST, "id");
    Tree clashing = new OtherHostFirst(tree, Paths.jobHistory(job.id()));
    TreeStatus status = new TreeStatus(clashing, HOST, Clock.systemUTC(), timer);
    status.open(CLUSTER);

    status.publish(job.id(), job, running());

    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(() -> assertThat(tree.get(Paths.taskStatus(HOST, job.id()))).isPresent());
    Node history = tree.get(Paths.taskHistory(job.id(), HOST)).orElseThrow();
    assertThat(Stored.read(history.data(), StoredHistory.class).events()).hasSize(1);
    assertThat(timer.delays).allMatch(delay -> delay < 1_000);
  }

  private static TaskReport running() {
    return new TaskReport(
        Goal.START,
        State.RUNNING,
        "c1",
        ThrottleState.NO,
        Map.of(),
        Map.of(),
        "",
        1L,
        null,
        null,
        null,
        null,
        null,
        null);
  }

  /** Remembers for how long work was put off. */
  private static final class RecordingTimer extends ScheduledThreadPoolExecutor {
    private final List<Long> delays = new CopyOnWriteArrayList<>();

    RecordingTimer() {
      super(1);
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
      delays.add(unit.toMillis(delay));
      return super.schedule(task, delay, unit);
    }
  }

  /** Another host creates the node just before this one does. */
  private static final class OtherHostFirst implements Tree {
    private final Tree real;
    private final TreePath contested;

    OtherHostFirst(Tree real, TreePath contested) {
      this.real = real;
      this.contested = contested;
    }

    @Override
    public long commit(Changes changes) throws ChangeRejected, TreeUnavailable {
      if (real.get(contested).isEmpty()) {
        real.commit(Changes.NONE.create(contested));
      }
      return real.commit(changes);
    }

    @Override
    public Optional<Node> get(TreePath path) throws TreeUnavailable {
      return real.get(path);
    }

    @Override
    public List<String> children(TreePath path) throws TreeUnavailable {
      return real.children(path);
    }

    @Override
    public void read(
        Collection<TreePath> paths,
        Consumer<Map<TreePath, Reading>> then,
        Consumer<TreeUnavailable> failed) {
      real.read(paths, then, failed);
    }

    @Override
    public long sync() throws TreeUnavailable {
      return real.sync();
    }

    @Override
    public Subscription watch(TreePath root, Watcher watcher) {
      return real.watch(root, watcher);
    }

    @Override
    public boolean isConnected() {
      return real.isConnected();
    }

    @Override
    public void close() {
      real.close();
    }
  }
}
