package io.helios.agent.goals;

import static org.assertj.core.api.Assertions.assertThat;

import io.helios.agent.goals.HostOrders.Versioned;
import io.helios.agent.task.Demand;
import io.helios.coordination.layout.DeregistrationOrder;
import io.helios.coordination.layout.UndeployOrder;
import io.helios.model.job.Job;
import io.helios.model.job.JobHash;
import io.helios.model.job.JobId;
import io.helios.model.task.Deployment;
import io.helios.model.task.Goal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GoalBookTest {
  private final Job job = JobHash.identify(Job.newBuilder("web", "1").setImage("sim/ok").build());
  private final GoalBook book = new GoalBook("host-id");

  @Test
  void a_newer_deployment_overrules_the_order_that_still_stands() {
    hears(deployment(3), order(2));

    assertThat(demand()).isEqualTo(new Demand(job, Goal.START, 3, false));
  }

  @Test
  void a_newer_order_ends_a_deployment_that_is_still_shown() {
    hears(deployment(3), order(4));

    assertThat(demand()).isEqualTo(new Demand(job, Goal.UNDEPLOY, 4, false));
  }

  @Test
  void an_order_that_was_overruled_stops_nothing_when_the_deployment_gets_lost() {
    hears(deployment(3), order(2));
    hears(Map.of(), order(2));
    hears(Map.of(), order(2));

    assertThat(demand()).isEqualTo(new Demand(job, Goal.START, 3, true));
  }

  @Test
  void a_deployment_that_vanishes_without_an_order_becomes_an_orphan() {
    hears(deployment(3), Map.of());
    hears(Map.of(), Map.of());
    hears(Map.of(), Map.of());

    assertThat(demand()).isEqualTo(new Demand(job, Goal.START, 3, true));
  }

  @Test
  void what_is_done_of_a_deregistration_is_not_begun_again_while_the_order_stands() {
    hears(deployment(3), Map.of());
    hearsDeregistration(deployment(3), 4);
    assertThat(demand()).isEqualTo(new Demand(job, Goal.UNDEPLOY, 4, false));

    assertThat(book.forget(job.id(), 4)).isTrue();
    hearsDeregistration(deployment(3), 4);
    assertThat(book.tasks()).isEmpty();

    hearsDeregistration(deployment(5), 4);
    assertThat(demand()).isEqualTo(new Demand(job, Goal.START, 5, false));
  }

  private void hearsDeregistration(Map<JobId, Deployment> deployments, long generation) {
    var order =
        new DeregistrationOrder("host-id", List.of(new UndeployOrder(job, generation, null)));
    book.update(
        new HostOrders(
            Set.of("cluster"),
            "host-id",
            deployments,
            Map.of(),
            Map.of(),
            Set.of(),
            new Versioned<>(order, 0)),
        Map.of(job.id(), job),
        true);
  }

  private Demand demand() {
    return book.demand(job.id()).orElseThrow();
  }

  private void hears(
      Map<JobId, Deployment> deployments, Map<JobId, Versioned<UndeployOrder>> undeploys) {
    HostOrders orders =
        new HostOrders(
            Set.of("cluster"), "host-id", deployments, undeploys, Map.of(), Set.of(), null);
    book.update(orders, Map.of(job.id(), job), true);
  }

  private Map<JobId, Deployment> deployment(long generation) {
    return Map.of(job.id(), new Deployment(job.id(), Goal.START, null, null, null, generation));
  }

  private Map<JobId, Versioned<UndeployOrder>> order(long generation) {
    return Map.of(job.id(), new Versioned<>(new UndeployOrder(job, generation, null), 0));
  }
}
