package io.helios.coordination.presence;

import static org.assertj.core.api.Assertions.assertThat;

import io.helios.coordination.fixtures.InMemoryStore;
import io.helios.coordination.fixtures.InMemoryTree;
import io.helios.coordination.layout.DeregistrationOrder;
import io.helios.coordination.layout.Paths;
import io.helios.coordination.layout.Stored;
import io.helios.coordination.presence.HostRegistration.Deregistered;
import io.helios.coordination.presence.HostRegistration.ForeignTree;
import io.helios.coordination.presence.HostRegistration.Registered;
import io.helios.coordination.presence.HostRegistration.TakenBy;
import io.helios.coordination.tree.Changes;
import io.helios.model.host.HostName;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HostRegistrationTest {
  private static final HostName HOST = new HostName("h");

  private final InMemoryStore store = new InMemoryStore();
  private final InMemoryTree tree = store.newSession();
  private String cluster;

  @BeforeEach
  void establish() throws Exception {
    cluster = ClusterIdentity.establish(tree, null, false);
  }

  @AfterEach
  void close() {
    tree.close();
  }

  @Test
  void registering_makes_all_nodes_of_a_host_in_one_transaction() throws Exception {
    long before = store.zxid();
    assertThat(HostRegistration.register(tree, cluster, HOST, "me"))
        .isEqualTo(new Registered(true));
    assertThat(store.zxid()).isEqualTo(before + 1);
    assertThat(store.everything())
        .containsKeys(
            Paths.host(HOST),
            Paths.hostId(HOST),
            Paths.deployments(HOST),
            Paths.undeploys(HOST),
            Paths.ports(HOST),
            Paths.hostStatus(HOST),
            Paths.taskStatuses(HOST));
    assertThat(HostRegistration.idOf(tree.get(Paths.hostId(HOST)).orElseThrow())).isEqualTo("me");
  }

  @Test
  void registering_again_with_the_same_identity_writes_nothing() throws Exception {
    HostRegistration.register(tree, cluster, HOST, "me");
    long before = store.zxid();
    assertThat(HostRegistration.register(tree, cluster, HOST, "me"))
        .isEqualTo(new Registered(false));
    assertThat(store.zxid()).isEqualTo(before);
  }

  @Test
  void what_is_missing_of_a_registered_host_is_added() throws Exception {
    HostRegistration.register(tree, cluster, HOST, "me");
    tree.commit(Changes.NONE.delete(Paths.taskStatuses(HOST)).delete(Paths.hostStatus(HOST)));
    assertThat(HostRegistration.register(tree, cluster, HOST, "me"))
        .isEqualTo(new Registered(true));
    assertThat(store.everything()).containsKey(Paths.taskStatuses(HOST));
  }

  @Test
  void an_agent_does_not_make_anew_what_its_deregistration_deletes() throws Exception {
    HostRegistration.register(tree, cluster, HOST, "me");
    tree.commit(
        Changes.NONE
            .create(
                Paths.deregistered(HOST), Stored.bytes(new DeregistrationOrder("me", List.of())))
            .delete(Paths.undeploys(HOST)));
    assertThat(HostRegistration.registerUnlessDeregistered(tree, cluster, HOST, "me"))
        .isEqualTo(new Deregistered());
    assertThat(store.everything()).doesNotContainKey(Paths.undeploys(HOST));
    assertThat(HostRegistration.register(tree, cluster, HOST, "me"))
        .isEqualTo(new Registered(true));
  }

  @Test
  void a_name_that_another_agent_has_is_not_given_away() throws Exception {
    HostRegistration.register(tree, cluster, HOST, "other");
    assertThat(HostRegistration.register(tree, cluster, HOST, "me"))
        .isEqualTo(new TakenBy("other"));
  }

  @Test
  void a_tree_of_another_cluster_is_left_alone() throws Exception {
    long before = store.zxid();
    assertThat(HostRegistration.register(tree, "another", HOST, "me")).isEqualTo(new ForeignTree());
    assertThat(store.zxid()).isEqualTo(before);
  }

  @Test
  void taking_over_forgets_statuses_and_keeps_deployments() throws Exception {
    HostRegistration.register(tree, cluster, HOST, "other");
    tree.commit(
        Changes.NONE
            .create(Paths.deployments(HOST).child("job"))
            .create(Paths.hostReport(HOST))
            .create(Paths.taskStatuses(HOST).child("job")));
    assertThat(HostRegistration.takeOver(tree, cluster, HOST, "me"))
        .isEqualTo(new Registered(true));
    assertThat(HostRegistration.idOf(tree.get(Paths.hostId(HOST)).orElseThrow())).isEqualTo("me");
    assertThat(store.everything())
        .containsKey(Paths.deployments(HOST).child("job"))
        .containsKey(Paths.taskStatuses(HOST))
        .doesNotContainKey(Paths.hostReport(HOST))
        .doesNotContainKey(Paths.taskStatuses(HOST).child("job"));
  }

  @Test
  void a_host_whose_agent_is_up_is_not_taken_over() throws Exception {
    HostRegistration.register(tree, cluster, HOST, "other");
    tree.commit(Changes.NONE.createEphemeral(Paths.hostUp(HOST), new byte[0]));
    assertThat(HostRegistration.takeOver(tree, cluster, HOST, "me"))
        .isEqualTo(new TakenBy("other"));
  }
}
