package io.helios.agent.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.helios.agent.runtime.Observed.Phase;
import io.helios.agent.runtime.RuntimeFailure.Kind;
import io.helios.coordination.tree.Subscription;
import io.helios.model.job.Job;
import io.helios.model.job.JobId;
import io.helios.model.job.PortMapping;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

/** What every container runtime keeps to, made of memory or real. */
@SuppressWarnings("try") // Subscriptions end with their block; nothing is asked of them.
public abstract class ContainerRuntimeContract {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final String HASH = "0123456789012345678901234567890123456789";

  protected final String hostId = UUID.randomUUID().toString();

  protected abstract ContainerRuntime runtime();

  /** A job that runs until it is stopped, heeding SIGTERM. */
  protected abstract Job running();

  /** A job that ends by itself at once, with that code (0 or 1). */
  protected abstract Job ending(int exitCode);

  /** A job whose command cannot be started. */
  protected abstract Job neverStarting();

  /** A job whose image is not on the host. */
  protected abstract Job withoutImage();

  /** An image that is on the host under this one name, has contents of its own and no use yet. */
  protected abstract String spareImage();

  /** Commands that end with 0 and with 1 inside of {@link #running()}. */
  protected abstract int execPassing(ContainerId id) throws RuntimeFailure;

  protected abstract void killFromOutside(ContainerId id);

  protected static JobId jobId(String name) {
    return new JobId(name, "1", HASH);
  }

  protected ContainerSpec spec(Job job, int attempt) {
    var labels = new TaskLabels(hostId, job.id(), 7, attempt);
    return new ContainerSpec(
        "helios-test-" + hostId + "-" + job.id().name() + "-" + attempt,
        labels,
        job,
        job.ports(),
        job.env());
  }

  private ContainerId started(Job job) throws RuntimeFailure {
    ContainerId id = runtime().create(spec(job, 1));
    runtime().start(id);
    return id;
  }

  private Observed observed(ContainerId id) throws RuntimeFailure {
    return runtime().inspect(id).orElseThrow();
  }

  private Observed ended(ContainerId id) {
    return await()
        .atMost(PATIENCE)
        .until(() -> observed(id), container -> container.phase() == Phase.EXITED);
  }

  private static Kind kindOf(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    RuntimeFailure failure = catchThrowableOfType(RuntimeFailure.class, call);
    assertThat(failure).as("a failure").isNotNull();
    assertThat(failure.getMessage()).isNotBlank();
    return failure.kind();
  }

  @Test
  void a_created_container_is_listed_with_all_that_was_given_to_it() throws Exception {
    Job job =
        running().toBuilder()
            .setEnv(Map.of("COLOUR", "blue=green", "EMPTY", ""))
            .setPorts(Map.of("http", new PortMapping(80, 23456, "tcp", "127.0.0.1")))
            .build();

    ContainerId id = runtime().create(spec(job, 3));

    assertThat(runtime().list(hostId))
        .containsExactly(
            new Observed(
                id,
                new TaskLabels(hostId, job.id(), 7, 3),
                Phase.CREATED,
                job.ports(),
                job.env(),
                null,
                null,
                null,
                false,
                "",
                null));
  }

  @Test
  void containers_of_another_host_id_are_not_listed() throws Exception {
    runtime().create(spec(running(), 1));

    assertThat(runtime().list(hostId + "x")).isEmpty();
    assertThat(runtime().list(hostId.substring(0, 8))).isEmpty();
  }

  @Test
  void creating_twice_makes_one_container() throws Exception {
    ContainerId first = runtime().create(spec(running(), 1));
    ContainerId second = runtime().create(spec(running(), 1));

    assertThat(second).isEqualTo(first);
    assertThat(runtime().list(hostId)).hasSize(1);
  }

  @Test
  void a_name_taken_by_another_task_is_refused() throws Exception {
    ContainerSpec spec = spec(running(), 1);
    runtime().create(spec);
    var other =
        new ContainerSpec(
            spec.name(),
            new TaskLabels(hostId, spec.task().job(), 8, 1),
            spec.job(),
            spec.ports(),
            spec.env());

    assertThat(kindOf(() -> runtime().create(other))).isEqualTo(Kind.REFUSED);
  }

  @Test
  void a_container_cannot_be_made_of_an_image_that_is_not_there() throws Exception {
    assertThat(runtime().hasImage(withoutImage().image())).isFalse();
    assertThat(kindOf(() -> runtime().create(spec(withoutImage(), 1))))
        .isEqualTo(Kind.IMAGE_MISSING);
  }

  @Test
  void an_image_that_is_there_is_known() throws Exception {
    assertThat(runtime().hasImage(running().image())).isTrue();
  }

  @Test
  void a_started_container_runs_and_says_since_when() throws Exception {
    ContainerId id = started(running());

    assertThat(observed(id).phase()).isEqualTo(Phase.RUNNING);
    assertThat(observed(id).startedAt()).isNotNull();
    assertThat(observed(id).exitCode()).isNull();
    assertThat(runtime().list(hostId)).containsExactly(observed(id));
  }

  @Test
  void starting_twice_is_fine() throws Exception {
    ContainerId id = started(running());

    runtime().start(id);

    assertThat(observed(id).phase()).isEqualTo(Phase.RUNNING);
  }

  @Test
  void a_container_that_cannot_be_started_says_why() throws Exception {
    ContainerId id = runtime().create(spec(neverStarting(), 1));

    assertThat(kindOf(() -> runtime().start(id))).isEqualTo(Kind.REFUSED);
    assertThat(observed(id).phase()).isNotEqualTo(Phase.RUNNING);
    assertThat(observed(id).error()).isNotBlank();
    assertThat(runtime().list(hostId)).containsExactly(observed(id));
  }

  @Test
  void the_exit_code_of_an_ended_container_is_told() throws Exception {
    ContainerId good = started(ending(0));
    ContainerId bad = started(ending(1));

    assertThat(ended(good).exitCode()).isEqualTo(0);
    assertThat(ended(bad).exitCode()).isEqualTo(1);
    assertThat(ended(bad).oomKilled()).isFalse();
    assertThat(runtime().list(hostId)).containsExactlyInAnyOrder(ended(good), ended(bad));
  }

  @Test
  void a_stopped_container_has_ended_and_stopping_it_again_is_fine() throws Exception {
    ContainerId id = started(running());

    runtime().stop(id, Duration.ofSeconds(10));
    runtime().stop(id, Duration.ofSeconds(10));

    assertThat(observed(id).phase()).isEqualTo(Phase.EXITED);
  }

  @Test
  void stopping_and_removing_what_is_gone_is_fine() throws Exception {
    ContainerId id = runtime().create(spec(running(), 1));
    runtime().remove(id);

    runtime().stop(id, Duration.ofSeconds(1));
    runtime().remove(id);

    assertThat(runtime().inspect(id)).isEmpty();
    assertThat(runtime().list(hostId)).isEmpty();
  }

  @Test
  void a_running_container_is_not_removed() throws Exception {
    ContainerId id = started(running());

    assertThat(kindOf(() -> runtime().remove(id))).isEqualTo(Kind.REFUSED);
    assertThat(observed(id).phase()).isEqualTo(Phase.RUNNING);
  }

  @Test
  void starting_what_is_gone_is_a_failure() throws Exception {
    ContainerId id = runtime().create(spec(running(), 1));
    runtime().remove(id);

    assertThat(kindOf(() -> runtime().start(id))).isEqualTo(Kind.BROKEN);
  }

  @Test
  void two_containers_cannot_publish_one_port() throws Exception {
    Map<String, PortMapping> ports = Map.of("http", new PortMapping(80, 23457, "tcp", null));
    started(running().toBuilder().setPorts(ports).build());
    Job second = running().toBuilder().setId(jobId("second")).setPorts(ports).build();
    ContainerId id = runtime().create(spec(second, 1));

    RuntimeFailure failure = catchThrowableOfType(RuntimeFailure.class, () -> runtime().start(id));

    assertThat(failure.kind()).isEqualTo(Kind.PORT_TAKEN);
    String holder = spec(running(), 1).name();
    assertThat(failure).hasMessage("port 23457/tcp, held by the container " + holder);
    assertThat(failure.port()).isEqualTo(23457);
    assertThat(runtime().publisher(23457, "tcp")).contains(holder);
    assertThat(runtime().publisher(23457, "udp")).isEmpty();
  }

  @Test
  void a_command_runs_inside_and_gives_its_exit_code() throws Exception {
    assertThat(execPassing(started(running()))).isEqualTo(0);
  }

  @Test
  void a_command_in_a_container_that_does_not_run_is_a_failure() throws Exception {
    ContainerId id = runtime().create(spec(running(), 1));

    assertThat(kindOf(() -> execPassing(id))).isEqualTo(Kind.REFUSED);
  }

  @Test
  void a_new_listener_is_told_to_look_at_everything() {
    Queue<Optional<ContainerId>> events = new ConcurrentLinkedQueue<>();
    try (Subscription listening = runtime().onEvent(events::add)) {
      await().atMost(PATIENCE).until(() -> events.contains(Optional.<ContainerId>empty()));
    }
  }

  @Test
  void listeners_hear_of_a_container_that_started_and_was_killed_from_outside() throws Exception {
    Queue<Optional<ContainerId>> events = new ConcurrentLinkedQueue<>();
    try (Subscription listening = runtime().onEvent(events::add)) {
      await().atMost(PATIENCE).until(() -> !events.isEmpty());
      ContainerId id = started(running());
      await().atMost(PATIENCE).until(() -> events.contains(Optional.of(id)));
      events.clear();

      killFromOutside(id);

      await().atMost(PATIENCE).until(() -> events.contains(Optional.of(id)));
      assertThat(ended(id).exitCode()).isEqualTo(137);
    }
  }

  @Test
  void a_listener_that_went_away_hears_nothing_more() throws Exception {
    Queue<Optional<ContainerId>> gone = new ConcurrentLinkedQueue<>();
    Queue<Optional<ContainerId>> stays = new ConcurrentLinkedQueue<>();
    Subscription going = runtime().onEvent(gone::add);
    try (Subscription staying = runtime().onEvent(stays::add)) {
      await().atMost(PATIENCE).until(() -> !gone.isEmpty() && !stays.isEmpty());
      going.close();
      gone.clear();

      ContainerId id = started(running());

      await().atMost(PATIENCE).until(() -> stays.contains(Optional.of(id)));
      assertThat(gone).isEmpty();
    }
  }

  @Test
  void the_engine_has_a_version_and_a_bridge() throws Exception {
    assertThat(runtime().version().version()).isNotBlank();
    assertThat(runtime().bridgeAddress()).isPresent();
  }

  @Test
  void two_attempts_of_one_task_are_two_containers() throws Exception {
    ContainerId first = runtime().create(spec(running(), 1));
    ContainerId second = runtime().create(spec(running(), 2));

    assertThat(runtime().list(hostId))
        .extracting(Observed::id)
        .containsExactlyInAnyOrder(first, second);
    assertThat(List.of(observed(first).task().attempt(), observed(second).task().attempt()))
        .containsExactly(1, 2);
  }

  @Test
  void an_image_is_listed_with_its_names_and_whether_a_container_was_made_of_it() throws Exception {
    String spare = spareImage();
    String id = runtime().imageId(spare).orElseThrow();
    assertThat(listed(id).names()).containsExactly(spare);
    assertThat(listed(id).bytes()).isPositive();
    assertThat(listed(id).used()).isFalse();

    runtime().create(spec(running().toBuilder().setImage(spare).build(), 1));

    assertThat(listed(id).used()).isTrue();
  }

  @Test
  void an_image_of_which_a_container_was_made_is_not_removed() throws Exception {
    String spare = spareImage();
    String id = runtime().imageId(spare).orElseThrow();
    runtime().create(spec(running().toBuilder().setImage(spare).build(), 1));

    assertThat(kindOf(() -> runtime().removeImage(id))).isEqualTo(Kind.REFUSED);

    assertThat(runtime().imageId(spare)).contains(id);
  }

  @Test
  void a_removed_image_is_gone_and_removing_it_again_is_fine() throws Exception {
    String spare = spareImage();
    String id = runtime().imageId(spare).orElseThrow();

    runtime().removeImage(id);
    runtime().removeImage(id);

    assertThat(runtime().imageId(spare)).isEmpty();
    assertThat(runtime().images()).noneMatch(image -> image.id().equals(id));
  }

  @Test
  void how_full_the_disk_of_the_engine_is_can_be_seen_on_its_own_host() throws Exception {
    assertThat(runtime().disk())
        .hasValueSatisfying(disk -> assertThat(disk.available()).isPositive());
  }

  private HostImage listed(String id) throws RuntimeFailure {
    return runtime().images().stream()
        .filter(image -> image.id().equals(id))
        .findFirst()
        .orElseThrow();
  }
}
