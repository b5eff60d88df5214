package io.helios.agent.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.helios.agent.runtime.RuntimeFailure;
import io.helios.agent.task.Step;
import io.helios.coordination.fixtures.HandClock;
import io.helios.coordination.fixtures.InMemoryStore;
import io.helios.coordination.fixtures.InMemoryTree;
import io.helios.coordination.layout.Paths;
import io.helios.coordination.layout.Stored;
import io.helios.coordination.layout.StoredHistory;
import io.helios.coordination.layout.StoredStatus;
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
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final String CLUSTER = "11111111-1111-1111-1111-111111111111";

  private final InMemoryStore store = new InMemoryStore();
  private final InMemoryTree tree = store.newSession();
  private final Job job = JobHash.identify(Job.newBuilder("web", "1").setImage("sim/ok").build());
  private final Job other =
      JobHash.identify(Job.newBuilder("other", "1").setImage("sim/ok").build());
  private final RecordingTimer timer = new RecordingTimer();
  private final RecordingTimer otherTimer = new RecordingTimer();

  @AfterEach
  void stop() {
    timer.shutdownNow();
    otherTimer.shutdownNow();
    tree.close();
  }

  @Test
  void two_hosts_that_begin_a_jobs_history_at_once_are_both_told_without_delay() throws Exception {
    register();
    Watched watched = new Watched(tree);
    TreePath contested = Paths.jobHistory(job.id());
    watched.beforeCommit =
        () -> {
          if (tree.get(contested).isEmpty()) {
            tree.commit(Changes.NONE.create(contested));
          }
        };
    TreeStatus status = opened(watched);

    status.publish(job.id(), job, report(Goal.START, State.RUNNING));

    await()
        .atMost(LIMIT)
        .untilAsserted(() -> assertThat(tree.get(Paths.taskStatus(HOST, job.id()))).isPresent());
    assertThat(events()).hasSize(1);
    assertThat(timer.delays).allMatch(delay -> delay < 1_000);
  }

  @Test
  void a_task_that_goes_while_its_status_is_on_its_way_leaves_none_behind() throws Exception {
    register();
    Watched watched = new Watched(tree);
    TreeStatus status = opened(watched);
    watched.beforeGet =
        path -> {
          if (path.equals(Paths.job(job.id()))) {
            status.gone(job.id());
          }
        };

    status.publish(job.id(), job, report(Goal.UNDEPLOY, State.STOPPED));

    await().atMost(LIMIT).until(() -> !events().isEmpty());
    await()
        .atMost(LIMIT)
        .untilAsserted(() -> assertThat(tree.get(Paths.taskStatus(HOST, job.id()))).isEmpty());
  }

  @Test
  void what_the_last_step_told_of_a_task_is_not_told_again() throws Exception {
    register();
    Watched watched = new Watched(tree);
    TreeStatus status = opened(watched);
    watched.beforeGet =
        path -> {
          if (path.equals(Paths.taskStatus(HOST, job.id()))) {
            status.publish(job.id(), job, report(Goal.UNDEPLOY, State.STOPPED));
          }
        };

    status.forget(new Step.Forget(job, 1));
    status.publish(job.id(), job, report(Goal.UNDEPLOY, State.STOPPED));

    await().atMost(LIMIT).until(() -> timer.getQueue().isEmpty() && timer.getActiveCount() == 0);
    assertThat(tree.get(Paths.taskStatus(HOST, job.id()))).isEmpty();
    assertThat(events()).hasSize(1);
    status.gone(job.id());
    status.publish(job.id(), job, report(Goal.START, State.CREATING));
    await()
        .atMost(LIMIT)
        .untilAsserted(() -> assertThat(tree.get(Paths.taskStatus(HOST, job.id()))).isPresent());
  }

  @Test
  void a_write_that_an_earlier_life_sent_and_that_comes_late_overwrites_nothing() throws Exception {
    register();
    Watched late = new Watched(store.newSession());
    TreeStatus before = opened(late);
    before.publish(job.id(), job, report(Goal.START, State.RUNNING));
    await().atMost(LIMIT).until(() -> state().equals(Optional.of(State.RUNNING)));
    TreeStatus after = new TreeStatus(tree, HOST, Clock.systemUTC(), otherTimer);
    late.beforeCommit =
        () -> {
          late.beforeCommit = () -> {};
          after.publish(job.id(), job, report(Goal.START, State.EXITED));
          after.open(CLUSTER);
          await().atMost(LIMIT).until(() -> state().equals(Optional.of(State.EXITED)));
        };

    before.publish(job.id(), job, report(Goal.START, State.STOPPING));

    await().atMost(LIMIT).until(() -> !before.isOpen());
    assertThat(state()).contains(State.EXITED);
    before.publish(job.id(), job, report(Goal.START, State.FAILED));
    before.open(CLUSTER); // It has turned out that the host is this one's after all.
    await().atMost(LIMIT).until(() -> state().equals(Optional.of(State.FAILED)));
  }

  @Test
  void a_status_that_stands_already_is_safe_from_late_writes_too() throws Exception {
    register();
    Watched late = new Watched(store.newSession());
    TreeStatus before = opened(late);
    before.publish(job.id(), job, report(Goal.START, State.RUNNING));
    await().atMost(LIMIT).until(() -> state().equals(Optional.of(State.RUNNING)));
    TreeStatus after = new TreeStatus(tree, HOST, Clock.systemUTC(), otherTimer);
    late.beforeCommit =
        () -> {
          late.beforeCommit = () -> {};
          after.publish(job.id(), job, report(Goal.START, State.RUNNING));
          after.open(CLUSTER);
          // All it has to say of its own first, which the fence comes before.
          after.publish(other.id(), other, report(Goal.START, State.RUNNING));
          await()
              .atMost(LIMIT)
              .until(() -> tree.get(Paths.taskStatus(HOST, other.id())).isPresent());
        };

    before.publish(job.id(), job, report(Goal.START, State.STOPPING));

    await().atMost(LIMIT).until(() -> !before.isOpen());
    assertThat(state()).contains(State.RUNNING);
  }

  /** One that has nothing left to tell; what is asked of the timer from now on is in its delays. */
  private TreeStatus openAndIdle(HandClock clock) throws Exception {
    register();
    TreeStatus status = new TreeStatus(tree, HOST, clock, timer);
    status.open(CLUSTER);
    await().atMost(LIMIT).until(() -> timer.getQueue().isEmpty() && timer.getActiveCount() == 0);
    timer.delays.clear();
    return status;
  }

  @Test
  void a_passing_state_waits_a_moment_and_what_somebody_waits_for_does_not() throws Exception {
    HandClock clock = new HandClock();
    TreeStatus status = openAndIdle(clock);

    status.publish(job.id(), job, report(Goal.START, State.CREATING));
    assertThat(timer.delays).containsExactly(100L);
    await().atMost(LIMIT).until(() -> state().equals(Optional.of(State.CREATING)));
    clock.advance(Duration.ofSeconds(1));
    status.publish(job.id(), job, report(Goal.START, State.RUNNING));

    assertThat(timer.delays).containsExactly(100L, 0L);
    await().atMost(LIMIT).until(() -> state().equals(Optional.of(State.RUNNING)));
    assertThat(events())
        .extracting(event -> event.report().state())
        .containsExactly(State.CREATING, State.RUNNING);
  }

  @Test
  void what_somebody_waits_for_does_not_wait_with_what_passes() throws Exception {
    TreeStatus status = openAndIdle(new HandClock());

    status.publish(job.id(), job, report(Goal.START, State.STARTING));
    status.publish(job.id(), job, report(Goal.START, State.RUNNING));

    assertThat(timer.delays).containsExactly(100L, 0L);
  }

  @Test
  void stopped_is_the_end_for_who_asked_for_it_and_passing_where_the_task_goes() throws Exception {
    HandClock clock = new HandClock();
    TreeStatus status = openAndIdle(clock);

    status.publish(job.id(), job, report(Goal.UNDEPLOY, State.STOPPED));
    assertThat(timer.delays).containsExactly(100L);
    await().atMost(LIMIT).until(() -> state().equals(Optional.of(State.STOPPED)));
    clock.advance(Duration.ofSeconds(1));
    status.publish(job.id(), job, report(Goal.STOP, State.STOPPED));
    assertThat(timer.delays).containsExactly(100L, 0L);
  }

  @Test
  void while_nothing_can_be_told_one_try_is_due_however_much_is_new() throws Exception {
    register();
    TreeStatus status = opened(tree);
    tree.disconnect();
    for (int i = 0; i < 200; i++) {
      status.publish(job.id(), job, report(Goal.START, i % 2 == 0 ? State.RUNNING : State.EXITED));
      assertThat(timer.getQueue()).hasSizeLessThanOrEqualTo(1);
    }
    await().atMost(LIMIT).until(() -> timer.delays.contains(1_000L));

    tree.reconnect();

    await().atMost(LIMIT).until(() -> state().equals(Optional.of(State.EXITED)));
  }

  @Test
  void the_last_step_of_a_task_whose_status_stands_reads_nothing() throws Exception {
    register();
    Watched watched = new Watched(tree);
    TreeStatus status = opened(watched);
    status.publish(job.id(), job, report(Goal.START, State.RUNNING));
    await().atMost(LIMIT).until(() -> state().equals(Optional.of(State.RUNNING)));
    await().atMost(LIMIT).until(() -> timer.getQueue().isEmpty() && timer.getActiveCount() == 0);
    List<TreePath> read = new CopyOnWriteArrayList<>();
    watched.beforeGet = read::add;

    status.forget(new Step.Forget(job, 1));

    assertThat(read).isEmpty();
    assertThat(state()).isEmpty();
  }

  @Test
  void the_last_step_is_taken_the_second_time_where_somebody_else_had_deleted_the_status()
      throws Exception {
    register();
    TreeStatus status = opened(tree);
    status.publish(job.id(), job, report(Goal.START, State.RUNNING));
    await().atMost(LIMIT).until(() -> state().equals(Optional.of(State.RUNNING)));
    await().atMost(LIMIT).until(() -> timer.getQueue().isEmpty() && timer.getActiveCount() == 0);
    tree.commit(Changes.NONE.delete(Paths.taskStatus(HOST, job.id())));
    Step.Forget step = new Step.Forget(job, 1);
    assertThatThrownBy(() -> status.forget(step)).isInstanceOf(RuntimeFailure.class);

    status.forget(step);

    status.publish(job.id(), job, report(Goal.UNDEPLOY, State.STOPPED));
    await().atMost(LIMIT).until(() -> timer.getQueue().isEmpty() && timer.getActiveCount() == 0);
    assertThat(state()).isEmpty();
  }

  private Optional<State> state() throws Exception {
    Optional<Node> node = tree.get(Paths.taskStatus(HOST, job.id()));
    return node.isEmpty()
        ? Optional.empty()
        : Optional.of(Stored.read(node.get().data(), StoredStatus.class).report().state());
  }

  private void register() throws Exception {
    Changes cluster = Changes.NONE;
    for (TreePath path : Paths.skeleton()) {
      cluster = cluster.create(path);
    }
    tree.commit(
        cluster.create(Paths.identity(CLUSTER)).create(Paths.job(job.id()), Stored.bytes(job)));
    HostRegistration.register(tree, CLUSTER, HOST, "id");
  }

  private TreeStatus opened(Tree through) {
    TreeStatus status = new TreeStatus(through, HOST, Clock.systemUTC(), timer);
    status.open(CLUSTER);
    return status;
  }

  private List<StoredHistory.Event> events() throws Exception {
    Optional<Node> history = tree.get(Paths.taskHistory(job.id(), HOST));
    return history.isEmpty()
        ? List.of()
        : Stored.read(history.get().data(), StoredHistory.class).events();
  }

  private static TaskReport report(Goal goal, State state) {
    return Reports.report(goal, state, 1, Map.of());
  }

  /** Remembers for how long work was put off. */
  private static final class RecordingTimer extends ScheduledThreadPoolExecutor {
    private final List<Long> delays = new CopyOnWriteArrayList<>();

    RecordingTimer() {
      super(1);
      setRemoveOnCancelPolicy(true);
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
      delays.add(unit.toMillis(delay));
      return super.schedule(task, delay, unit);
    }
  }

  /** Lets something happen at the very moment when the tree is used. */
  private static final class Watched implements Tree {
    private final Tree real;
    private ThrowingRunnable beforeCommit = () -> {};
    private Consumer<TreePath> beforeGet = path -> {};

    interface ThrowingRunnable {
      void run() throws ChangeRejected, TreeUnavailable;
    }

    Watched(Tree real) {
      this.real = real;
    }

    @Override
    public long commit(Changes changes) throws ChangeRejected, TreeUnavailable {
      beforeCommit.run();
      return real.commit(changes);
    }

    @Override
    public Optional<Node> get(TreePath path) throws TreeUnavailable {
      beforeGet.accept(path);
      return real.get(path);
    }

    @Override
    public List<String> children(TreePath path) throws TreeUnavailable {
      return real.children(path);
    }

    @Override
    public void read(
        Collection<TreePath> paths, Consumer<Readings> then, Consumer<TreeUnavailable> failed) {
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
