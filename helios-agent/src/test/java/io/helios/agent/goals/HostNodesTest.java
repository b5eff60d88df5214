package io.helios.agent.goals;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.helios.coordination.layout.DeregistrationOrder;
import io.helios.coordination.layout.Paths;
import io.helios.coordination.layout.PortReservation;
import io.helios.coordination.layout.Stored;
import io.helios.coordination.layout.UndeployOrder;
import io.helios.coordination.tree.Node;
import io.helios.coordination.tree.TreePath;
import io.helios.model.host.HostName;
import io.helios.model.job.Job;
import io.helios.model.job.JobHash;
import io.helios.model.json.Json;
import io.helios.model.task.Deployment;
import io.helios.model.task.Goal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is corrupt hides only itself from an agent. */
class HostNodesTest {
  private static final HostName HOST = new HostName("h");
  private static final Job GOOD = job("good");
  private static final Job BAD = job("bad");

  private static final List<byte[]> DAMAGES =
      List.of(
          new byte[0],
          new byte[] {(byte) 0xff, 0, '{'},
          "17".getBytes(UTF_8),
          "{\"schema\":1,\"value\":{\"job\":\"a".getBytes(UTF_8),
          "{\"schema\":1,\"value\":null}".getBytes(UTF_8),
          "[".repeat(100_000).getBytes(UTF_8),
          Json.bytes(Map.of("schema", Stored.SCHEMA + 1, "value", Map.of())),
          Stored.bytes(Map.of()),
          Stored.bytes(List.of(List.of())),
          Stored.bytes(List.of("x".repeat(900_000))));

  /** Every kind of node that an agent follows, as it should be. */
  private static Map<TreePath, Object> kinds(Job job, int port) {
    Map<TreePath, Object> kinds = new LinkedHashMap<>();
    kinds.put(Paths.hostId(HOST), "agent-id");
    kinds.put(
        Paths.deployment(HOST, job.id()),
        new Deployment(job.id(), Goal.START, null, null, null, 5L));
    kinds.put(Paths.undeploy(HOST, job.id()), new UndeployOrder(job, 4, "eve"));
    kinds.put(Paths.port(HOST, port, "tcp"), new PortReservation(job.id(), null));
    kinds.put(Paths.deregistered(HOST), new DeregistrationOrder("other-id", List.of()));
    return kinds;
  }

  @Test
  void a_corrupt_node_of_any_kind_hides_only_itself() {
    for (TreePath sick : kinds(BAD, 2).keySet()) {
      for (byte[] damage : DAMAGES) {
        HostNodes nodes = new HostNodes(HOST);
        nodes.changed(node(Paths.identity("cluster"), new byte[0]));
        kinds(GOOD, 1).forEach((path, value) -> nodes.changed(node(path, Stored.bytes(value))));
        nodes.changed(node(sick, damage));

        HostOrders orders = nodes.orders();

        String what = sick + " with " + new String(damage, 0, Math.min(40, damage.length), UTF_8);
        assertThat(orders.clusters()).as(what).containsExactly("cluster");
        assertThat(orders.deployments()).as(what).containsOnlyKeys(GOOD.id());
        assertThat(orders.undeploys()).as(what).containsOnlyKeys(GOOD.id());
        assertThat(orders.ports()).as(what).containsOnlyKeys(Paths.port(HOST, 1, "tcp"));
        assertThat(orders.hostId() == null).as(what).isEqualTo(sick.equals(Paths.hostId(HOST)));
        assertThat(orders.deregistration() == null)
            .as(what)
            .isEqualTo(sick.equals(Paths.deregistered(HOST)));
        boolean aboutTheJob = sick.name().equals(BAD.id().toString());
        assertThat(orders.unreadable().contains(BAD.id())).as(what).isEqualTo(aboutTheJob);
      }
    }
  }

  @Test
  void names_that_are_no_jobs_hide_nothing() {
    HostNodes nodes = new HostNodes(HOST);
    kinds(GOOD, 1).forEach((path, value) -> nodes.changed(node(path, Stored.bytes(value))));
    nodes.changed(node(Paths.deployments(HOST).child("a:b:c:d"), Stored.bytes("x")));
    nodes.changed(node(Paths.undeploys(HOST).child("nonsense"), Stored.bytes("x")));

    assertThat(nodes.orders().deployments()).containsOnlyKeys(GOOD.id());
    assertThat(nodes.orders().undeploys()).containsOnlyKeys(GOOD.id());
  }

  private static Node node(TreePath path, byte[] data) {
    return new Node(path, data, 0, 1, 1);
  }

  private static Job job(String name) {
    return JobHash.identify(Job.newBuilder(name, "1").setImage("busybox").build());
  }
}
