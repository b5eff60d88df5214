package io.helios.agent.goals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.helios.coordination.fixtures.InMemoryStore;
import io.helios.coordination.fixtures.InMemoryTree;
import io.helios.coordination.layout.Paths;
import io.helios.coordination.layout.Stored;
import io.helios.coordination.tree.Changes;
import io.helios.coordination.tree.TreePath;
import io.helios.model.host.HostName;
import io.helios.model.job.Job;
import io.helios.model.job.JobHash;
import io.helios.model.job.JobId;
import io.helios.model.task.Deployment;
import io.helios.model.task.Goal;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TreeGoalsTest {
  private static final HostName HOST = new HostName("h1");

  private final InMemoryStore store = new InMemoryStore();
  private final InMemoryTree tree = store.newSession();
  private final InMemoryTree masters = store.newSession();
  private final Job web = job("web");
  private final List<Told> told = new CopyOnWriteArrayList<>();
  private final TreeGoals goals =
      new TreeGoals(
          tree,
          HOST,
          new TreeGoals.Listener() {
            @Override
            public void orders(HostOrders orders, Map<JobId, Job> jobs, boolean again) {
              told.add(new Told(orders, jobs));
            }

            @Override
            public void lost() {}
          });

  private record Told(HostOrders orders, Map<JobId, Job> jobs) {}

  private static Job job(String name) {
    return JobHash.identify(Job.newBuilder(name, "1").setImage("sim/ok:1").build());
  }

  @BeforeEach
  void start() throws Exception {
    Changes cluster = Changes.NONE;
    for (TreePath path : Paths.skeleton()) {
      cluster = cluster.create(path);
    }
    masters.commit(
        cluster
            .create(Paths.host(HOST))
            .create(Paths.hostId(HOST), Stored.bytes("id"))
            .create(Paths.deployments(HOST)));
    goals.start();
    await().until(() -> !told.isEmpty());
    told.clear();
  }

  @AfterEach
  void stop() {
    goals.close();
    tree.close();
    masters.close();
  }

  private void create(Job job) throws Exception {
    masters.commit(Changes.NONE.create(Paths.job(job.id()), Stored.bytes(job)));
  }

  private void deploy(Job job) throws Exception {
    Deployment deployment = new Deployment(job.id(), Goal.START, null, null, null, 1L);
    masters.commit(Changes.NONE.create(Paths.deployment(HOST, job.id()), Stored.bytes(deployment)));
  }

  private boolean isToldOf(Job job) {
    return told.stream().anyMatch(one -> one.orders().deployments().containsKey(job.id()));
  }

  @Test
  void a_deployment_is_told_together_with_its_job() throws Exception {
    create(web);

    deploy(web);

    await().until(() -> isToldOf(web));
    assertThat(told)
        .filteredOn(one -> one.orders().deployments().containsKey(web.id()))
        .allSatisfy(one -> assertThat(one.jobs()).containsEntry(web.id(), web));
  }

  @Test
  void a_job_that_comes_after_its_deployment_is_asked_for_again() throws Exception {
    deploy(web);
    await().until(() -> isToldOf(web));
    create(web);

    goals.askAgain();

    await().until(() -> told.stream().anyMatch(one -> one.jobs().containsKey(web.id())));
  }

  @Test
  void a_node_that_is_named_after_no_job_hides_no_deployment() throws Exception {
    create(web);
    masters.commit(Changes.NONE.create(Paths.deployments(HOST).child("no job")));

    deploy(web);

    await().until(() -> told.stream().anyMatch(one -> one.jobs().containsKey(web.id())));
  }
}
