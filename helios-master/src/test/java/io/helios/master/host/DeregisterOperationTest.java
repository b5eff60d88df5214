package io.helios.master.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.helios.coordination.layout.DeregistrationOrder;
import io.helios.coordination.layout.Paths;
import io.helios.coordination.layout.Stored;
import io.helios.coordination.tree.Changes;
import io.helios.master.commit.Decision;
import io.helios.master.view.ViewFixture;
import io.helios.model.host.HostName;
import io.helios.model.job.Job;
import io.helios.model.job.JobHash;
import io.helios.model.task.Goal;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DeregisterOperationTest {
  private static final Instant NOW = Instant.ofEpochMilli(1_000_000);
  private static final HostName HOST = new HostName("h1");

  private final ViewFixture cluster = new ViewFixture();

  @Test
  void a_host_is_hidden_and_its_agent_told_in_one_transaction() throws Exception {
    Job job = job(0, 10);
    cluster.job(job).host("h1").deployed("h1", job.id(), Goal.START, 2_000_000);

    Changes changes = changed();

    assertThat(changes.list())
        .contains(
            new Changes.Delete(Paths.hostId(HOST), ViewFixture.VERSION),
            new Changes.Delete(Paths.deployment(HOST, job.id()), ViewFixture.VERSION));
    DeregistrationOrder order = order(changes);
    assertThat(order.hostId()).isEqualTo("id");
    assertThat(order.undeploys()).hasSize(1);
    assertThat(order.undeploys().get(0).generation()).isEqualTo(2_000_001);
    assertThat(order.undeploys().get(0).job()).isEqualTo(job);
  }

  @Test
  void a_host_that_never_ran_anything_leaves_no_order() {
    cluster.host("h1");
    assertThat(changed().list())
        .containsExactly(new Changes.Delete(Paths.hostId(HOST), ViewFixture.VERSION));
  }

  @Test
  void a_connected_agent_is_told_even_if_it_has_nothing_to_stop() throws Exception {
    cluster.host("h1").node(Paths.hostUp(HOST), new byte[0]);
    assertThat(order(changed()).undeploys()).isEmpty();
  }

  @Test
  void an_order_for_very_many_jobs_still_fits_into_a_node() throws Exception {
    cluster.host("h1");
    for (int i = 0; i < 300; i++) {
      Job job = job(i, 20_000);
      cluster.job(job).deployed("h1", job.id(), Goal.START, 1);
    }
    changed().requireFits();
    assertThat(order(changed()).undeploys()).hasSize(300);
  }

  @Test
  void half_a_host_is_only_cleared_away_and_none_is_not_found() {
    assertThat(decide()).isInstanceOf(Decision.Refuse.class);
    cluster.node(Paths.host(HOST), new byte[0]);
    assertThat(decide()).isInstanceOf(Decision.Fulfilled.class);
  }

  private Decision<HostRefusal> decide() {
    return DeregisterOperation.decide(
        new DeregisterOperation.Request("h1", "bob", false), cluster.view(), NOW);
  }

  private Changes changed() {
    return ((Decision.Change<HostRefusal>) decide()).changes();
  }

  private static DeregistrationOrder order(Changes changes) throws Exception {
    for (Changes.Change change : changes.list()) {
      if (change instanceof Changes.Create create) {
        return Stored.read(create.data(), DeregistrationOrder.class);
      }
    }
    throw new AssertionError("no order");
  }

  private static Job job(int number, int size) {
    return JobHash.identify(
        Job.newBuilder("job" + number, "1")
            .setImage("busybox")
            .setEnv(Map.of("A", "x".repeat(size)))
            .build());
  }
}
