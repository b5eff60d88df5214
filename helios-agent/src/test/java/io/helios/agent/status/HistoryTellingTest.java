package io.helios.agent.status;

import static io.helios.agent.status.Reports.report;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.helios.agent.task.Step;
import io.helios.coordination.fixtures.InMemoryStore;
import io.helios.coordination.fixtures.InMemoryTree;
import io.helios.coordination.layout.Paths;
import io.helios.coordination.layout.Stored;
import io.helios.coordination.layout.StoredHistory;
import io.helios.coordination.presence.HostRegistration;
import io.helios.coordination.tree.Changes;
import io.helios.coordination.tree.Node;
import io.helios.coordination.tree.TreePath;
import io.helios.model.host.HostName;
import io.helios.model.job.Job;
import io.helios.model.job.JobHash;
import io.helios.model.task.Goal;
import io.helios.model.task.State;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What gets into the tree of what happens to tasks, and in how many transactions. */
class HistoryTellingTest {
  private static final HostName HOST = new HostName("h1");
  private static final String CLUSTER = "11111111-1111-1111-1111-111111111111";
  private static final List<State> START =
      List.of(State.PULLING_IMAGE, State.CREATING, State.STARTING, State.RUNNING);

  private final InMemoryStore store = new InMemoryStore();
  private final InMemoryTree master = store.newSession();
  private final InMemoryTree tree = store.newSession();
  private final Job job = JobHash.identify(Job.newBuilder("web", "1").setImage("sim/ok").build());
  private final Job other = JobHash.identify(Job.newBuilder("db", "1").setImage("sim/ok").build());
  private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
  private final TreeStatus status = new TreeStatus(tree, HOST, Clock.systemUTC(), timer);

  @BeforeEach
  void register() throws Exception {
    Changes cluster = Changes.NONE;
    for (TreePath path : Paths.skeleton()) {
      cluster = cluster.create(path);
    }
    master.commit(
        cluster
            .create(Paths.identity(CLUSTER))
            .create(Paths.job(job.id()), Stored.bytes(job))
            .create(Paths.job(other.id()), Stored.bytes(other)));
    HostRegistration.register(master, CLUSTER, HOST, "id");
  }

  @AfterEach
  void stop() {
    timer.shutdownNow();
    tree.close();
    master.close();
  }

  @Test
  void what_happened_meanwhile_is_told_in_one_transaction_with_every_state() {
    openedBefore();
    START.forEach(state -> publish(job, state));
    START.forEach(state -> publish(other, state));
    long before = store.zxid();
    status.open(CLUSTER);
    settled();
    assertThat(states(job)).isEqualTo(START);
    assertThat(states(other)).isEqualTo(START);
    assertThat(store.zxid() - before).isEqualTo(1);
  }

  @Test
  void what_has_not_changed_is_not_told() {
    status.open(CLUSTER);
    publish(job, State.RUNNING);
    settled();
    long before = store.zxid();
    publish(job, State.RUNNING);
    status.open(CLUSTER);
    settled();
    assertThat(store.zxid()).isEqualTo(before);
    assertThat(states(job)).containsExactly(State.RUNNING);
  }

  @Test
  void four_states_of_two_hundred_tasks_take_five_transactions() {
    openedBefore();
    for (State state : START) {
      for (int i = 0; i < 200; i++) {
        Job one = JobHash.identify(Job.newBuilder("job" + i, "1").setImage("sim/ok").build());
        status.publish(one.id(), one, report(Goal.START, state, 1, Map.of()));
      }
    }
    long before = store.zxid();
    status.open(CLUSTER);
    settled();
    assertThat(store.zxid() - before).isEqualTo(5);
  }

  @Test
  void an_event_whose_answer_was_lost_is_told_once() {
    status.open(CLUSTER);
    publish(job, State.PULLING_IMAGE);
    settled();
    tree.loseNextReply();
    publish(job, State.CREATING);
    await().until(() -> !tree.isConnected());
    tree.reconnect();
    publish(job, State.RUNNING);
    settled();
    assertThat(states(job)).containsExactly(State.PULLING_IMAGE, State.CREATING, State.RUNNING);
    assertThat(events(job)).extracting(StoredHistory.Event::sequence).containsExactly(1L, 2L, 3L);
  }

  @Test
  void a_history_that_the_tree_has_lost_is_told_again() throws Exception {
    status.open(CLUSTER);
    START.forEach(state -> publish(job, state));
    settled();
    master.commit(
        Changes.NONE.delete(Paths.taskHistory(job.id(), HOST)).delete(Paths.jobHistory(job.id())));
    status.open(CLUSTER);
    settled();
    assertThat(states(job)).isEqualTo(START);
  }

  @Test
  void a_history_that_became_an_older_one_is_told_again_and_goes_on() throws Exception {
    status.open(CLUSTER);
    publish(job, State.PULLING_IMAGE);
    settled();
    byte[] old = node(job).orElseThrow().data();
    publish(job, State.CREATING);
    settled();
    master.commit(Changes.NONE.set(Paths.taskHistory(job.id(), HOST), old, Changes.ANY_VERSION));
    status.open(CLUSTER);
    publish(job, State.RUNNING);
    settled();
    assertThat(states(job)).containsExactly(State.PULLING_IMAGE, State.CREATING, State.RUNNING);
    assertThat(events(job)).extracting(StoredHistory.Event::sequence).containsExactly(1L, 2L, 3L);
  }

  @Test
  void a_job_that_was_undeployed_and_comes_back_goes_on_with_its_history() throws Exception {
    status.open(CLUSTER);
    publish(job, State.RUNNING);
    settled();
    status.forget(new Step.Forget(job, 1));
    status.gone(job.id());
    publish(job, State.CREATING);
    publish(job, State.RUNNING);
    settled();
    assertThat(states(job)).containsExactly(State.RUNNING, State.CREATING, State.RUNNING);
    assertThat(events(job)).extracting(StoredHistory.Event::sequence).containsExactly(1L, 2L, 3L);
  }

  /** To begin to tell costs a transaction of its own, once in a life. */
  private void openedBefore() {
    status.open(CLUSTER);
    settled();
    status.shut();
  }

  private void publish(Job task, State state) {
    status.publish(task.id(), task, report(Goal.START, state, 1, Map.of()));
  }

  /** Waits until all is told. */
  private void settled() {
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> timer.getQueue().isEmpty() && timer.getActiveCount() == 0);
  }

  private List<State> states(Job task) {
    return events(task).stream().map(event -> event.report().state()).toList();
  }

  private List<StoredHistory.Event> events(Job task) {
    try {
      return Stored.read(node(task).orElseThrow().data(), StoredHistory.class).events();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private Optional<Node> node(Job task) throws Exception {
    return master.get(Paths.taskHistory(task.id(), HOST));
  }
}
