package io.helios.benchmarks.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.helios.benchmarks.fleet.LightTask.Need;
import io.helios.coordination.layout.StoredHistory.Event;
import io.helios.coordination.layout.UndeployOrder;
import io.helios.model.job.Job;
import io.helios.model.job.JobHash;
import io.helios.model.task.Deployment;
import io.helios.model.task.Goal;
import io.helios.model.task.State;
import org.junit.jupiter.api.Test;

class LightTaskTest {
  private static final Job JOB =
      JobHash.identify(Job.newBuilder("job", "1").setImage("image").build());

  private final LightTask task = new LightTask(JOB.id());

  @Test
  void a_container_is_made_once_and_then_runs() {
    deploy(1);
    assertThat(task.next()).isEqualTo(Need.START);
    task.creating();
    assertThat(task.next()).isEqualTo(Need.NOTHING);
    task.starting("c");
    assertThat(task.next()).isEqualTo(Need.NOTHING);
    task.started();
    assertThat(task.next()).isEqualTo(Need.NOTHING);
    assertThat(task.state()).isEqualTo(State.RUNNING);
  }

  @Test
  void an_order_stops_removes_and_forgets() {
    run(1);
    task.ordered(new UndeployOrder(JOB, 2, "me"), 0);
    assertThat(task.next()).isEqualTo(Need.STOP);
    task.stopping();
    task.stopped();
    assertThat(task.next()).isEqualTo(Need.REMOVE);
    task.removing();
    task.removed();
    assertThat(task.next()).isEqualTo(Need.FORGET);
    assertThat(task.status().job()).isEqualTo(JOB);
  }

  @Test
  void an_order_that_comes_while_a_container_is_made_is_carried_out_afterwards() {
    deploy(1);
    task.creating();
    task.ordered(new UndeployOrder(JOB, 2, "me"), 0);
    assertThat(task.next()).isEqualTo(Need.NOTHING);
    task.starting("c");
    task.started();
    assertThat(task.next()).isEqualTo(Need.STOP);
  }

  @Test
  void a_newer_deployment_gets_a_new_container() {
    run(1);
    deploy(2);
    assertThat(task.next()).isEqualTo(Need.STOP);
    task.stopping();
    task.stopped();
    assertThat(task.next()).isEqualTo(Need.START);
  }

  @Test
  void a_deployment_that_overrules_an_order_begins_once_the_last_step_has_failed() {
    task.ordered(new UndeployOrder(JOB, 2, "me"), 0);
    assertThat(task.next()).isEqualTo(Need.FORGET);
    task.forgetting();
    deploy(3);
    task.ordered(new UndeployOrder(JOB, 2, "me"), 1);
    assertThat(task.next()).isEqualTo(Need.NOTHING);
    assertThat(task.isToGo()).isFalse();
    assertThat(task.orderVersion()).isEqualTo(1);
    task.forgotten();
    assertThat(task.next()).isEqualTo(Need.START);
  }

  @Test
  void what_has_not_changed_is_no_event() {
    run(1);
    assertThat(task.hasBecomeAnother(1)).isTrue();
    assertThat(task.hasBecomeAnother(2)).isFalse();
    deploy(2);
    assertThat(task.hasBecomeAnother(3)).isTrue();
  }

  @Test
  void a_history_that_was_found_goes_on_and_keeps_the_newest_events() {
    run(1);
    for (int i = 0; i < 40; i++) {
      deploy(2 + i);
      assertThat(task.hasBecomeAnother(i)).isTrue();
    }
    task.told.found(null);
    task.told.told(task.told.longer(), task.told.news());
    deploy(100);
    assertThat(task.hasBecomeAnother(100)).isTrue();

    var events = task.told.longer().events();
    assertThat(events).hasSize(30);
    assertThat(events).extracting(Event::sequence).last().isEqualTo(41L);
    assertThat(events).extracting(Event::sequence).first().isEqualTo(12L);
  }

  private void deploy(long generation) {
    task.deployed(new Deployment(JOB.id(), Goal.START, "me", null, null, generation));
  }

  private void run(long generation) {
    deploy(generation);
    task.creating();
    task.starting("c");
    task.started();
  }
}
