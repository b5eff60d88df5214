package io.helios.master;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.helios.coordination.layout.Paths;
import io.helios.coordination.layout.Stored;
import io.helios.coordination.layout.StoredReceipt;
import io.helios.coordination.tree.ChangeRejected;
import io.helios.coordination.tree.Changes;
import io.helios.coordination.tree.Node;
import io.helios.coordination.tree.TreePath;
import io.helios.coordination.tree.TreeUnavailable;
import io.helios.master.fixtures.Reply;
import io.helios.model.host.HostName;
import io.helios.model.job.Job;
import io.helios.model.job.JobId;
import io.helios.model.job.PortMapping;
import io.helios.model.json.Json;
import io.helios.model.task.Goal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BatchTest {
  private static final List<String> HOSTS = IntStream.range(0, 120).mapToObj(i -> "b" + i).toList();

  private MasterFixture master;
  private MasterFixture second;

  @BeforeAll
  void start(@TempDir Path directory) throws Exception {
    master = MasterFixture.started(directory.resolve("first"));
    second = MasterFixture.begun(master.store, directory.resolve("second"));
    second.awaitReady();
    HOSTS.forEach(host -> master.agent(host).register("id-of-" + host));
    for (MasterFixture each : List.of(master, second)) {
      Awaitility.await().until(() -> each.get("/hosts").json().size() == HOSTS.size());
    }
  }

  @AfterAll
  void stop() {
    master.close();
    second.close();
  }

  @Test
  void a_job_goes_through_its_life_on_many_hosts_with_one_request_each() {
    JobId job = master.create(MasterFixture.job("life"));

    assertThat(statuses(run("deploy", job, HOSTS))).hasSize(120).containsOnly("OK");
    assertThat(goals(job)).hasSize(120).containsOnly("START");
    assertThat(statuses(run("stop", job, HOSTS))).containsOnly("OK");
    assertThat(goals(job)).containsOnly("STOP");
    assertThat(statuses(run("start", job, HOSTS))).containsOnly("OK");
    assertThat(goals(job)).containsOnly("START");
    assertThat(statuses(run("deploy", job, HOSTS))).containsOnly("JOB_ALREADY_DEPLOYED");
    assertThat(statuses(run("undeploy", job, HOSTS))).containsOnly("OK");
    assertThat(goals(job)).isEmpty();
    assertThat(statuses(run("undeploy", job, HOSTS))).containsOnly("JOB_NOT_FOUND");
    assertThat(statuses(run("stop", job, HOSTS))).containsOnly("JOB_NOT_DEPLOYED");
  }

  @Test
  void each_hosts_outcome_is_its_own_and_told_in_the_order_of_the_request() {
    Map<String, PortMapping> ports = Map.of("http", PortMapping.of(80, 8080));
    JobId holder = master.create(Job.newBuilder("hold", "1").setImage("b").setPorts(ports).build());
    JobId job = master.create(Job.newBuilder("mixed", "1").setImage("b").setPorts(ports).build());
    master.deploy("b1", holder, Goal.START);
    master.deploy("b2", job, Goal.STOP);
    master.send("PUT", "/hosts/b3/cordon?user=alice", "{\"reason\":\"disk\"}");

    Reply reply = run("deploy", job, List.of("b4", "b3", "nohost", "b2", "bad name", "b1", "b4"));

    assertThat(statuses(reply))
        .containsExactly(
            "OK",
            "HOST_CORDONED",
            "HOST_NOT_FOUND",
            "JOB_ALREADY_DEPLOYED",
            "HOST_NOT_FOUND",
            "PORT_CONFLICT");
    assertThat(reply.at("/results/0").has("message")).isFalse();
    assertThat(reply.at("/results/1/message").asText())
        .isEqualTo("Host b3 is cordoned by alice: disk");
    assertThat(reply.at("/results/1/job").asText()).isEqualTo(job.toString());
    assertThat(reply.at("/results/5/message").asText())
        .isEqualTo("Port 8080/tcp of b1 is held by " + holder);
    assertThat(goals(job)).hasSize(2);
    master.send("DELETE", "/hosts/b3/cordon", "");
  }

  @Test
  void the_token_counts_and_an_unknown_job_is_found_nowhere() {
    JobId job = master.create(Job.newBuilder("tok", "1").setImage("b").setToken("t").build());
    assertThat(statuses(run("deploy", job, List.of("b5")))).containsExactly("FORBIDDEN");
    String path = "/jobs/" + job + "/deploy?token=t&user=bob";
    Reply reply = master.send("POST", path, "{\"hosts\":[\"b5\"],\"goal\":\"stop\"}");
    assertThat(statuses(reply)).containsExactly("OK");
    assertThat(master.get("/hosts/b5/jobs/" + job).at("/goal").asText()).isEqualTo("STOP");
    assertThat(master.get("/hosts/b5/jobs/" + job).at("/deployerUser").asText()).isEqualTo("bob");
    JobId unknown = MasterFixture.identified("unknown");
    assertThat(statuses(run("deploy", unknown, List.of("b5")))).containsExactly("JOB_NOT_FOUND");
  }

  @Test
  void a_repeated_batch_gets_the_first_results_on_any_master() {
    JobId job = master.create(MasterFixture.job("repeated"));
    List<String> hosts = new ArrayList<>(HOSTS);
    hosts.add("nohost");
    String header = "Helios-Request-Id: batch";
    Reply first = run("deploy", job, hosts, header);
    assertThat(statuses(first)).hasSize(121).contains("OK", "HOST_NOT_FOUND");
    // The second part's receipt goes: as if the master had died in between.
    undeployed(job, HOSTS.subList(50, 100));
    forget("batch.50.50");

    Reply repeated = second.send("POST", "/jobs/" + job + "/deploy?token=", body(hosts), header);

    assertThat(repeated.status()).as(repeated.toString()).isEqualTo(200);
    for (int i = 0; i < hosts.size(); i++) {
      assertThat(repeated.at("/results/" + i)).isEqualTo(first.at("/results/" + i));
    }
    assertThat(goals(job, "Helios-Min-Revision: " + repeated.header("Helios-Revision")))
        .hasSize(120);
    assertThat(statuses(run("deploy", job, HOSTS, header))).isEmpty();
    assertThat(run("deploy", job, HOSTS, header).status()).isEqualTo(422);
  }

  @Test
  void receipts_of_an_earlier_minute_and_of_single_hosts_count_as_well() {
    JobId job = master.create(MasterFixture.job("earlier"));
    String header = "Helios-Request-Id: earlier";
    Reply first = run("deploy", job, HOSTS, header);
    assertThat(statuses(first)).hasSize(120).containsOnly("OK");
    rename("earlier.50.0", -1, "earlier.50.0");
    // As if the first master had gone through them one by one, and died after one of them.
    undeployed(job, HOSTS.subList(101, 120));
    JsonNode one = first.at("/results/100");
    rename("earlier.50.100", -1, "earlier.50.100.0", "[" + one + "]");

    Reply repeated = second.send("POST", "/jobs/" + job + "/deploy?token=", body(HOSTS), header);

    assertThat(statuses(repeated)).hasSize(120).containsOnly("OK");
    assertThat(goals(job, "Helios-Min-Revision: " + repeated.header("Helios-Revision")))
        .hasSize(120);
  }

  /** Puts a receipt into another minute and under another id, with another answer if given. */
  private void rename(String id, int minutes, String to, String... answer) {
    Node node =
        master.store.everything().values().stream()
            .filter(it -> it.path().isWithin(Paths.REQUESTS) && it.path().name().equals(id))
            .findFirst()
            .orElseThrow();
    long minute = Paths.minuteOf(node.path().parent()).orElseThrow() + minutes;
    try {
      StoredReceipt old = Stored.read(node.data(), StoredReceipt.class);
      StoredReceipt receipt =
          new StoredReceipt(
              old.content(),
              old.status(),
              answer.length == 0 ? old.answer() : Json.http().readTree(answer[0]));
      if (master.other.get(Paths.requests(minute, to)).isEmpty()) {
        master.other.commit(Changes.NONE.create(Paths.requests(minute, to)));
      }
      master.other.commit(
          Changes.NONE
              .delete(node.path())
              .create(Paths.request(minute, to), Stored.bytes(receipt)));
    } catch (ChangeRejected | TreeUnavailable | IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void a_batch_that_zookeeper_interrupts_is_finished_by_repeating_it() throws Exception {
    JobId job = master.create(MasterFixture.job("interrupted"));
    String header = "Helios-Request-Id: interrupted";
    master.tree.loseNextReply();
    Thread reconnecting =
        new Thread(
            () -> {
              Awaitility.await().until(() -> !master.tree.isConnected());
              master.tree.reconnect();
            });
    reconnecting.start();

    // Whichever parts met the loss: either their outcome was found out, or the whole is repeated.
    Awaitility.await()
        .until(() -> run("deploy", job, HOSTS, header), reply -> reply.status() != 503);

    reconnecting.join();
    assertThat(statuses(run("deploy", job, HOSTS, header))).hasSize(120).containsOnly("OK");
    assertThat(goals(job)).hasSize(120);
    Awaitility.await().until(() -> master.get("/hosts").header("Helios-Stale").isEmpty());
  }

  @Test
  void jobs_that_are_large_are_split_so_that_transactions_stay_small() {
    JobId job =
        master.create(
            Job.newBuilder("large", "1")
                .setImage("b")
                .setEnv(Map.of("A", "x".repeat(60_000)))
                .build());
    assertThat(statuses(run("deploy", job, HOSTS))).hasSize(120).containsOnly("OK");
    assertThat(statuses(run("undeploy", job, HOSTS))).hasSize(120).containsOnly("OK");
  }

  @Test
  void what_is_no_batch_is_explained() {
    JobId job = master.create(MasterFixture.job("bad"));
    String path = "/jobs/" + job + "/deploy";
    for (String body :
        List.of("{}", "{\"hosts\":[]}", "{\"hosts\":[null]}", "[]", "{\"hosts\":1}")) {
      Reply reply = master.send("POST", path, body);
      assertThat(reply.status()).as(body).isEqualTo(400);
      assertThat(reply.at("/message").asText()).as(body).isNotEmpty();
    }
    assertThat(master.send("POST", "/jobs/bad:1/deploy", body(HOSTS)).status()).isEqualTo(400);
    assertThat(master.send("POST", "/jobs/" + job + "/dance", body(HOSTS)).status()).isEqualTo(404);
    assertThat(master.get("/jobs/" + job).status()).isEqualTo(200);
    assertThat(master.get(path).status()).isEqualTo(405);
  }

  private void undeployed(JobId job, List<String> hosts) {
    assertThat(statuses(run("undeploy", job, hosts))).containsOnly("OK");
    // As the agents do once the containers are gone.
    hosts.forEach(host -> delete(Paths.undeploy(new HostName(host), job)));
  }

  private void forget(String requestId) {
    master.store.everything().keySet().stream()
        .filter(path -> path.isWithin(Paths.REQUESTS) && path.name().equals(requestId))
        .forEach(this::delete);
  }

  private void delete(TreePath path) {
    try {
      master.other.commit(Changes.NONE.delete(path));
    } catch (ChangeRejected | TreeUnavailable e) {
      throw new AssertionError(e);
    }
  }

  private Reply run(String action, JobId job, List<String> hosts, String... headers) {
    return master.send("POST", "/jobs/" + job + "/" + action + "?token=", body(hosts), headers);
  }

  private static String body(List<String> hosts) {
    return Json.text(Map.of("hosts", hosts));
  }

  private static List<String> statuses(Reply reply) {
    return StreamSupport.stream(reply.at("/results").spliterator(), false)
        .map(it -> it.path("status").asText())
        .toList();
  }

  private List<String> goals(JobId job, String... headers) {
    List<String> goals = new ArrayList<>();
    for (JsonNode it : master.get("/jobs/" + job + "/status", headers).at("/deployments")) {
      goals.add(it.path("goal").asText());
    }
    return goals;
  }
}
