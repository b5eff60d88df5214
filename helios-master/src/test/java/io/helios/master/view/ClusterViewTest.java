package io.helios.master.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.helios.coordination.layout.Paths;
import io.helios.coordination.layout.Stored;
import io.helios.coordination.tree.TreePath;
import io.helios.master.fixtures.ScriptedAgent;
import io.helios.model.host.HostName;
import io.helios.model.job.Job;
import io.helios.model.job.JobHash;
import io.helios.model.job.JobId;
import io.helios.model.task.Goal;
import io.helios.model.task.State;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClusterViewTest {
  private static final HostName HOST = new HostName("h1");

  private final Job job = JobHash.identify(Job.newBuilder("web", "1").setImage("busybox").build());
  private final JobId id = job.id();
  private final ViewFixture cluster = new ViewFixture();
  private final ClusterView view = cluster.view();

  @Test
  void a_host_counts_from_the_moment_it_has_an_id_until_it_has_none() {
    cluster.node(Paths.host(HOST), new byte[0]);
    assertThat(view.registeredHosts()).isEmpty();
    cluster.node(Paths.hostId(HOST), Stored.bytes("id"));
    assertThat(view.registeredHosts()).hasSize(1);
    cluster.gone(Paths.hostId(HOST));
    assertThat(view.registeredHosts()).isEmpty();
    assertThat(view.host(HOST)).isPresent();
    cluster.gone(Paths.host(HOST));
    assertThat(view.host(HOST)).isEmpty();
  }

  @Test
  void the_hosts_of_a_job_follow_its_deployments() {
    cluster.job(job).host("h1").host("h2").deployed("h1", id, Goal.START, 1);
    cluster.deployed("h2", id, Goal.STOP, 1);
    assertThat(view.hostsOf(id)).containsExactly(HOST, new HostName("h2"));
    cluster.gone(Paths.deployment(HOST, id));
    assertThat(view.hostsOf(id)).containsExactly(new HostName("h2"));
    assertThat(view.jobStatus(id).orElseThrow().deployments()).containsOnlyKeys("h2");
  }

  @Test
  void a_status_without_a_deployment_takes_its_job_from_itself_or_from_the_order() {
    cluster.host("h1").says("h1", id, null, ScriptedAgent.report(State.STOPPING, null, 1));
    assertThat(view.taskStatus(view.host(HOST).orElseThrow(), id)).isEmpty();
    cluster.ordered("h1", job, 2);
    assertThat(view.taskStatus(view.host(HOST).orElseThrow(), id).orElseThrow().job())
        .isEqualTo(job);
    cluster.gone(Paths.undeploy(HOST, id));
    cluster.says("h1", id, job, ScriptedAgent.report(State.RUNNING, null, 1));
    assertThat(view.taskStatus(view.host(HOST).orElseThrow(), id).orElseThrow().job())
        .isEqualTo(job);
  }

  @Test
  void what_cannot_be_read_hides_only_itself_and_is_named() {
    cluster.job(job).host("h1").deployed("h1", id, Goal.START, 1);
    cluster.node(Paths.hostLabels(HOST), new byte[] {1});
    cluster.node(Paths.deployment(HOST, id.withHash("0".repeat(40))), Stored.bytes(Map.of()));
    cluster.node(TreePath.of("/config/hosts/h1/jobs/no-id"), Stored.bytes("x"));
    cluster.node(Paths.taskStatus(HOST, id), "{\"schema\":99}".getBytes(StandardCharsets.UTF_8));

    HostView host = view.registeredHost(HOST).orElseThrow();
    assertThat(host.deployments()).containsKey(id);
    assertThat(host.labels()).isEmpty();
    assertThat(host.statuses()).isEmpty();
    assertThat(cluster.unreadable())
        .contains(
            Paths.hostLabels(HOST),
            Paths.taskStatus(HOST, id),
            TreePath.of("/config/hosts/h1/jobs/no-id"));
  }

  @Test
  void a_node_that_can_be_read_again_is_no_longer_counted_as_unreadable() {
    cluster.host("h1").node(Paths.hostLabels(HOST), new byte[] {1});
    assertThat(view.host(HOST).orElseThrow().unreadable()).hasSize(1);
    cluster.node(Paths.hostLabels(HOST), Stored.bytes(Map.of("a", "b")));
    assertThat(view.host(HOST).orElseThrow().unreadable()).isEmpty();
    assertThat(view.host(HOST).orElseThrow().labels()).containsEntry("a", "b");
  }

  @Test
  void what_is_wrong_with_a_host_is_known_until_its_agent_takes_it_back() {
    cluster.host("h1").node(Paths.hostConditions(HOST), Stored.bytes(Map.of("a", "b")));
    assertThat(view.host(HOST).orElseThrow().conditions()).containsEntry("a", "b");
    cluster.node(Paths.hostConditions(HOST), Stored.bytes(Map.of()));
    assertThat(view.host(HOST).orElseThrow().conditions()).isEmpty();
  }

  @Test
  void a_job_that_cannot_be_read_still_holds_its_name() {
    cluster.node(Paths.job(id), new byte[] {1});
    assertThat(view.job(id)).isEmpty();
    assertThat(view.jobsCalled("web:1")).containsExactly(id);
    cluster.gone(Paths.job(id));
    assertThat(view.jobsCalled("web:1")).isEmpty();
  }

  @Test
  void what_follows_from_the_rest_is_not_read() {
    assertThat(ViewFeed.wants(Paths.jobHost(id, HOST))).isFalse();
    assertThat(ViewFeed.wants(Paths.ports(HOST))).isFalse();
    assertThat(ViewFeed.wants(Paths.JOB_REFERENCES)).isFalse();
    assertThat(ViewFeed.wants(Paths.job(id))).isTrue();
    assertThat(ViewFeed.wants(Paths.deployment(HOST, id))).isTrue();
    assertThat(ViewFeed.wants(Paths.taskStatus(HOST, id))).isTrue();
    assertThat(ViewFeed.wants(TreePath.ROOT)).isTrue();
  }
}
