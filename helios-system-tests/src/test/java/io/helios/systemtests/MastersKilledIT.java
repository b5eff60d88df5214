package io.helios.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.helios.client.HeliosClient;
import io.helios.coordination.layout.Paths;
import io.helios.coordination.tree.Node;
import io.helios.coordination.tree.zookeeper.ZooKeeperOptions;
import io.helios.coordination.tree.zookeeper.ZooKeeperTree;
import io.helios.model.api.CreateJobResponse;
import io.helios.model.api.JobDeployResponse;
import io.helios.model.host.HostName;
import io.helios.model.job.Job;
import io.helios.model.job.JobHash;
import io.helios.model.job.JobId;
import io.helios.model.task.Deployment;
import io.helios.model.task.Goal;
import io.helios.systemtests.fixtures.Checkout;
import io.helios.systemtests.fixtures.Ensemble;
import io.helios.systemtests.fixtures.Master;
import io.helios.systemtests.fixtures.Program;
import io.helios.systemtests.fixtures.Published;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Any master may be killed at any moment. Three of them, on three ZooKeeper servers; no host has an
 * agent, for only what is on record matters here.
 */
@Timeout(300)
class MastersKilledIT {
  private static final int JOBS = 500;
  private static final int HOSTS = 5;

  /** Requests that are under way at once. */
  private static final int AT_ONCE = 8;

  private Path directory;
  private Ensemble ensemble;
  private List<Master> masters;

  @BeforeEach
  void start() {
    directory = Checkout.scratch("masters-killed");
    ensemble = Ensemble.start(directory);
    masters = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      masters.add(Master.start(directory, "master" + i, ensemble.address()));
    }
    try (HeliosClient client = client(masters)) {
      for (int i = 0; i < HOSTS; i++) {
        assertThat(client.registerHost(host(i), "id-" + i).join()).isEqualTo(200);
      }
    }
  }

  @AfterEach
  void stop() {
    masters.forEach(Master::close);
    ensemble.close();
  }

  @Test
  void what_was_acknowledged_is_there_once_and_no_request_of_ours_fails() throws Exception {
    List<CompletableFuture<?>> answers = new ArrayList<>();
    AtomicInteger answered = new AtomicInteger();
    Semaphore room = new Semaphore(AT_ONCE);
    // A client stays with the master that answered: in turn these two.
    List<Master> serving = new ArrayList<>();
    serving.add(masters.get(0));
    try (HeliosClient client =
        HeliosClient.newBuilder()
            .setEndpointSupplier(() -> urls(serving))
            .setUser("killed")
            .build()) {
      client.listMasters().join();
      serving.addAll(masters.subList(1, 3));
      for (int i = 0; i < JOBS; i++) {
        Job job = job("ours", i);
        int host = i % HOSTS;
        room.acquire();
        answers.add(
            client
                .createJob(job)
                .thenAccept(MastersKilledIT::requireCreated)
                .thenCompose(
                    created -> client.deploy(Deployment.of(id(job), Goal.START), host(host)))
                .thenAccept(MastersKilledIT::requireDeployed)
                .whenComplete(
                    (done, failure) -> {
                      answered.incrementAndGet();
                      room.release();
                    }));
        if (answered.get() >= JOBS / 3 && masters.get(0).program().isAlive()) {
          masters.get(0).program().kill();
        }
        if (answered.get() >= 2 * JOBS / 3 && masters.get(1).program().isAlive()) {
          masters.get(1).program().kill();
        }
      }
      CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new)).get(60, TimeUnit.SECONDS);
    }
    assertThat(masters).filteredOn(master -> master.program().isAlive()).hasSize(1);
    requireOnRecordOnce("ours");
  }

  @Test
  void the_published_client_sees_nothing_but_the_documented_answers_to_its_repeats()
      throws Exception {
    Program stream =
        Published.startDriver(
            directory.resolve("published.log"),
            "PublishedStream.java",
            String.join(",", masters.stream().map(Master::url).toList()),
            Integer.toString(JOBS),
            Integer.toString(HOSTS),
            Integer.toString(AT_ONCE));
    for (int victim = 0; victim < 2; victim++) {
      awaitLines(stream, (victim + 1) * JOBS / 3);
      masters.get(victim).program().kill();
      masters.get(victim).startAgain();
    }

    assertThat(stream.awaitExit()).as(stream.output()).isZero();
    assertThat(done(stream)).hasSize(JOBS);
    assertThat(done(stream).stream().filter(line -> line.contains("ALREADY")))
        .hasSizeLessThanOrEqualTo(2 * AT_ONCE);
    requireOnRecordOnce("published");
  }

  private static void awaitLines(Program stream, int count) {
    await()
        .atMost(Duration.ofMinutes(2))
        .pollInterval(Duration.ofMillis(50))
        .until(() -> done(stream).size() >= count || !stream.isAlive());
  }

  private static List<String> done(Program stream) {
    return stream.output().lines().filter(line -> line.startsWith("done: ")).toList();
  }

  private static void requireCreated(CreateJobResponse response) {
    assertThat(response.status()).isEqualTo(CreateJobResponse.Status.OK);
  }

  private static void requireDeployed(JobDeployResponse response) {
    assertThat(response.status()).isEqualTo(JobDeployResponse.Status.OK);
  }

  /**
   * Every job and every deployment is in the tree as it was first written, and the last master
   * knows it.
   */
  private void requireOnRecordOnce(String name) throws Exception {
    try (ZooKeeperTree tree = ZooKeeperTree.connect(ZooKeeperOptions.of(ensemble.address()));
        HeliosClient client = client(masters.subList(2, 3))) {
      assertThat(tree.awaitConnected(Duration.ofSeconds(30))).isTrue();
      tree.sync();
      for (int i = 0; i < JOBS; i++) {
        JobId id = id(job(name, i));
        HostName host = new HostName(host(i % HOSTS));
        for (var path :
            List.of(
                Paths.job(id),
                Paths.jobReference(id),
                Paths.jobHost(id, host),
                Paths.deployment(host, id))) {
          assertThat(tree.get(path)).as(path.value()).map(Node::version).hasValue(0);
        }
      }
      Map<JobId, Job> known = client.jobs(name).join();
      assertThat(known).hasSize(JOBS);
      for (int i = 0; i < HOSTS; i++) {
        assertThat(client.hostStatus(host(i)).join().orElseThrow().jobs()).hasSize(JOBS / HOSTS);
      }
    }
  }

  private static HeliosClient client(List<Master> masters) {
    return HeliosClient.newBuilder().setEndpoints(urls(masters)).setUser("killed").build();
  }

  private static List<URI> urls(List<Master> masters) {
    return masters.stream().map(master -> URI.create(master.url())).toList();
  }

  private static Job job(String name, int number) {
    return Job.newBuilder(name + "-" + number, "1").setImage("busybox").build();
  }

  private static JobId id(Job job) {
    return JobHash.identify(job).id();
  }

  private static String host(int number) {
    return "killed-host-" + number;
  }
}
