package io.helios.agent.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.helios.agent.runtime.RuntimeFailure.Kind;
import io.helios.agent.status.StatusDeriver;
import io.helios.model.job.ImageOptions;
import io.helios.model.task.Goal;
import io.helios.model.task.State;
import io.helios.model.task.TaskReport;
import io.helios.model.task.ThrottleState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is done about the image on the way to a container. */
class ImageStepsTest {
  private static final Outcome AWAY = new Outcome.Failed(Kind.IMAGE_PULL_FAILED, "no answer");
  private static final Outcome MISSING = new Outcome.Failed(Kind.IMAGE_MISSING, "unknown");

  private static World world(String image) {
    return new World(1, false, image);
  }

  private static Step next(World world) {
    return World.PLANNER.next(world.situation());
  }

  /** The next step but waits, which are waited for. */
  private static Step nextDue(World world) {
    Step step = next(world);
    if (step instanceof Step.Wait wait) {
      world.now = wait.until();
      step = next(world);
    }
    return step;
  }

  private static void ends(World world, Step step, Outcome outcome) {
    world.history = world.history.after(step, outcome, world.now);
  }

  /** Names of the steps up to the start of a container, all of them successful. */
  private static List<String> way(World world) {
    List<String> steps = new ArrayList<>();
    while (world.running() == 0) {
      assertThat(steps).hasSizeLessThan(20);
      Step step = nextDue(world);
      steps.add(step.getClass().getSimpleName());
      world.carryOut(step, false);
    }
    return steps;
  }

  @ParameterizedTest
  @ValueSource(strings = {"web:1", "r.example/web:1", "web@sha256:00", "r.example:5000/web:1.0"})
  void a_fixed_image_is_fetched_only_if_it_is_missing(String image) {
    World here = world(image);
    here.imageHere = true;
    assertThat(way(here)).containsExactly("Create", "Start");
    assertThat(way(world(image))).containsExactly("Create", "Pull", "Create", "Start");
  }

  @ParameterizedTest
  @ValueSource(strings = {"web", "web:latest", "r.example:5000/web", "r.example/web:latest"})
  void a_moving_tag_is_fetched_for_each_deployment(String image) {
    World world = world(image);
    world.imageHere = true;
    assertThat(way(world)).containsExactly("FindImage", "Pull", "Create", "Start");

    world.containers.clear();
    world.demand(Goal.START);
    assertThat(way(world)).containsExactly("FindImage", "Pull", "Create", "Start");
  }

  @Test
  void a_restart_fetches_nothing() {
    World world = world("web:latest");
    way(world);
    world.exitAll();

    assertThat(way(world)).containsExactly("Create", "Start");
  }

  @Test
  void a_moving_tag_whose_registry_is_away_is_served_by_the_image_that_is_here() {
    World world = world("web:latest");
    world.imageHere = true;
    world.carryOut(next(world), false);
    Step pull = next(world);
    ends(world, pull, AWAY);

    assertThat(pull).isInstanceOf(Step.Pull.class);
    assertThat(next(world)).isInstanceOf(Step.Create.class);
    assertThat(StatusDeriver.status(world.situation()).throttled()).isEqualTo(ThrottleState.NO);
  }

  @Test
  void without_an_image_here_a_failed_fetch_is_told_and_tried_again_ever_more_seldom() {
    World world = world("web:latest");
    List<Duration> waits = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      world.carryOut(nextDue(world), false);
      Step pull = next(world);
      assertThat(pull).isInstanceOf(Step.Pull.class);
      ends(world, pull, AWAY);
      assertThat(StatusDeriver.status(world.situation()).throttled())
          .isEqualTo(ThrottleState.IMAGE_PULL_FAILED);
      waits.add(Duration.between(world.now, ((Step.Wait) next(world)).until()));
    }
    assertThat(waits).isSorted().startsWith(Duration.ofSeconds(2)).endsWith(Duration.ofSeconds(30));
  }

  @Test
  void an_image_that_somebody_puts_here_meanwhile_is_found() {
    World world = world("web:1");
    world.carryOut(next(world), false);
    ends(world, next(world), MISSING);
    assertThat(StatusDeriver.status(world.situation()).throttled())
        .isEqualTo(ThrottleState.IMAGE_MISSING);

    world.imageHere = true;

    assertThat(way(world)).containsExactly("Create", "Start");
    assertThat(StatusDeriver.status(world.situation()).throttled()).isEqualTo(ThrottleState.NO);
  }

  private static World world(String image, String policy) {
    return new World(1, false, image, new ImageOptions(policy, "team-a"));
  }

  @Test
  void always_asks_the_registry_for_each_deployment_and_takes_no_for_an_answer() {
    World world = world("web:1", "always");
    world.imageHere = true;
    ends(world, next(world), AWAY);
    assertThat(StatusDeriver.status(world.situation()).throttled())
        .isEqualTo(ThrottleState.IMAGE_PULL_FAILED);

    assertThat(way(world)).containsExactly("Pull", "Create", "Start");
    world.exitAll();
    assertThat(way(world)).as("a restart").containsExactly("Create", "Start");
    world.containers.clear();
    world.demand(Goal.START);
    assertThat(way(world)).as("another deployment").containsExactly("Pull", "Create", "Start");
  }

  @Test
  void if_missing_asks_for_latest_too_only_if_it_is_missing() {
    World world = world("web", "if-missing");
    world.imageHere = true;
    assertThat(way(world)).containsExactly("Create", "Start");
    assertThat(way(world("web", "if-missing"))).contains("Pull");
  }

  @Test
  void never_asks_nobody_and_looks_again_for_what_somebody_may_have_put_here() {
    World world = world("web:1", "never");
    for (int i = 0; i < 3; i++) {
      Step step = nextDue(world);
      assertThat(step).isEqualTo(new Step.FindImage("web:1", ImagePolicy.NEVER));
      ends(world, step, MISSING);
      assertThat(StatusDeriver.status(world.situation()).throttled())
          .isEqualTo(ThrottleState.IMAGE_MISSING);
    }
    world.imageHere = true;
    assertThat(way(world)).containsExactly("FindImage", "Create", "Start");
  }

  @Test
  void a_pull_uses_the_credentials_that_the_job_names() {
    assertThat(next(world("web:1", "always"))).isEqualTo(new Step.Pull("web:1", "team-a"));
  }

  @Test
  void an_image_that_vanished_before_the_container_was_made_is_fetched_again() {
    World world = world("web:1");
    world.carryOut(next(world), false);
    world.carryOut(next(world), false);
    Step create = next(world);
    assertThat(create).isInstanceOf(Step.Create.class);
    world.imageHere = false;
    ends(world, create, MISSING);
    assertThat(StatusDeriver.status(world.situation()).throttled())
        .isEqualTo(ThrottleState.IMAGE_MISSING);

    assertThat(way(world)).containsExactly("Create", "Pull", "Create", "Start");
  }

  @Test
  void a_container_made_unseen_of_a_missing_image_is_no_failure_and_shows_none() {
    World world = world("web:1");
    Step create = next(world);
    Situation making = world.situation().with(new InFlight(create, world.now));
    assertThat(StatusDeriver.status(making).state()).isEqualTo(State.PULLING_IMAGE);

    world.carryOut(create, false);

    assertThat(world.containers).isEmpty();
    assertThat(world.history.starting()).isNull();
    assertThat(StatusDeriver.status(world.situation()).state()).isEqualTo(State.PULLING_IMAGE);
    assertThat(next(world)).isInstanceOf(Step.Pull.class);
  }

  @Test
  void creating_is_told_before_starting_also_of_what_was_made_unseen() {
    World world = world("web:1");
    world.imageHere = true;
    world.carryOut(next(world), false);
    TaskReport made = StatusDeriver.status(world.situation());
    assertThat(made.state()).isEqualTo(State.CREATING);
    assertThat(made.containerId()).isNull();

    Situation starting = world.situation().with(new InFlight(next(world), world.now));

    assertThat(StatusDeriver.status(starting).state()).isEqualTo(State.STARTING);
    assertThat(StatusDeriver.status(starting).containerId()).isNotNull();
  }

  @Test
  void a_job_without_an_image_is_not_tried() {
    assertThat(next(world(null))).isInstanceOf(Step.FindImage.class);
  }
}
