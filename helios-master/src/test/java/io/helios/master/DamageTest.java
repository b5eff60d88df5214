package io.helios.master;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.helios.coordination.layout.Paths;
import io.helios.coordination.layout.Stored;
import io.helios.coordination.presence.ClusterIdentity;
import io.helios.coordination.tree.Changes;
import io.helios.coordination.tree.TreePath;
import io.helios.master.fixtures.Reply;
import io.helios.model.host.HostName;
import io.helios.model.job.Job;
import io.helios.model.job.JobHash;
import io.helios.model.job.JobId;
import io.helios.model.json.Json;
import io.helios.model.task.Deployment;
import io.helios.model.task.Goal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damaged nodes, views that lag behind, names that no node can have. */
class DamageTest {
  private static final byte[] GARBAGE = "{".getBytes(StandardCharsets.UTF_8);
  private static final HostName HOST = new HostName("h1");

  private MasterFixture master;

  @BeforeEach
  void start(@TempDir Path directory) throws Exception {
    master = MasterFixture.started(directory);
    master.hostUp("h1");
  }

  @AfterEach
  void stop() {
    master.close();
  }

  @Test
  void ids_that_no_node_can_have_are_not_deployed() {
    for (String name : new String[] {"%C2%85", "%F0%9F%98%80"}) {
      String path = "/hosts/h1/jobs/" + name + ":1:" + "0".repeat(40);
      Reply reply = master.send("DELETE", path + "?token=", "");
      assertThat(reply.status()).as("%s to %s", reply, path).isEqualTo(404);
      assertThat(reply.at("/status").asText()).isEqualTo("JOB_NOT_FOUND");
    }
  }

  @Test
  void a_host_whose_identity_cannot_be_read_can_be_removed() throws Exception {
    JobId job = master.create(MasterFixture.job("web"));
    master.deploy("h1", job, Goal.START);
    master.other.commit(Changes.NONE.set(Paths.hostId(HOST), GARBAGE, Changes.ANY_VERSION));
    master.other.commit(Changes.NONE.create(Paths.deployments(HOST).child("a:b:c:d"), new byte[0]));
    awaitSeen();

    assertThat(master.send("DELETE", "/hosts/h1", "").status()).isEqualTo(200);

    assertThat(master.store.everything().keySet())
        .filteredOn(path -> path.isWithin(Paths.host(HOST)))
        .isEmpty();
    assertThat(master.send("DELETE", "/jobs/" + job + "?token=", "").status()).isEqualTo(200);
  }

  @Test
  void an_unreadable_order_from_an_earlier_removal_does_not_stop_the_next_one() throws Exception {
    TreePath order = Paths.deregistered(HOST);
    master.other.commit(Changes.NONE.create(order, GARBAGE));
    awaitSeen();

    assertThat(master.send("DELETE", "/hosts/h1", "").status()).isEqualTo(200);

    assertThat(master.store.everything().get(order).data()).isNotEqualTo(GARBAGE);
  }

  @Test
  void what_another_master_did_just_now_is_not_denied() throws Exception {
    Job job = JobHash.identify(MasterFixture.job("fresh"));
    master.tree.failReads(1);
    master.other.commit(
        Changes.NONE
            .create(Paths.job(job.id()), Stored.bytes(job))
            .create(Paths.jobReference(job.id()), Stored.bytes(job.id())));

    assertThat(master.deploy("h1", job.id(), Goal.START).at("/status").asText()).isEqualTo("OK");
  }

  @Test
  void a_goal_that_another_master_changed_just_now_is_changed_back() throws Exception {
    JobId job = master.create(MasterFixture.job("web"));
    master.deploy("h1", job, Goal.START);
    TreePath node = Paths.deployment(HOST, job);
    master.tree.failReads(1);
    byte[] stopped = Stored.bytes(new Deployment(job, Goal.STOP, "eve", null, null, 5L));
    master.other.commit(Changes.NONE.set(node, stopped, Changes.ANY_VERSION));

    String start = Json.text(Deployment.of(job, Goal.START));
    Reply reply = master.send("PATCH", "/hosts/h1/jobs/" + job + "?token=", start);

    assertThat(reply.status()).isEqualTo(200);
    byte[] data = master.store.everything().get(node).data();
    assertThat(Stored.read(data, Deployment.class).goal()).isEqualTo(Goal.START);
  }

  /** Everything written by others until now is in the master's view. */
  private void awaitSeen() throws Exception {
    String cluster = ClusterIdentity.existing(master.other).orElseThrow();
    long zxid = master.other.sync();
    String token = cluster + "-" + zxid;
    await().until(() -> master.get("/jobs", "Helios-Min-Revision: " + token).status() == 200);
  }
}
