package io.helios.master;

import static org.awaitility.Awaitility.await;

import io.helios.coordination.fixtures.InMemoryStore;
import io.helios.coordination.fixtures.InMemoryTree;
import io.helios.coordination.layout.Paths;
import io.helios.coordination.tree.zookeeper.ZooKeeperOptions;
import io.helios.master.cleanup.CleanupRules;
import io.helios.master.fixtures.Http;
import io.helios.master.fixtures.Reply;
import io.helios.master.fixtures.ScriptedAgent;
import io.helios.model.job.Job;
import io.helios.model.job.JobHash;
import io.helios.model.job.JobId;
import io.helios.model.json.Json;
import io.helios.model.task.Deployment;
import io.helios.model.task.Goal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A master that listens on free ports, on a tree in memory. */
public final class MasterFixture implements AutoCloseable {
  public final InMemoryStore store;
  public final InMemoryTree tree;
  public final MasterApplication master;

  /** Another session with the same tree, as an agent has it. */
  public final InMemoryTree other;

  private MasterFixture(
      InMemoryStore store, Path directory, Clock clock, CleanupRules rules, MasterOutside outside) {
    this.store = store;
    this.tree = store.newSession();
    this.other = store.newSession();
    this.master =
        new MasterApplication(
            new MasterOptions(
                "master1",
                ZooKeeperOptions.of("localhost:1"),
                new ListenAddress("127.0.0.1", 0),
                new ListenAddress("127.0.0.1", 0),
                directory,
                Set.of("NET_ADMIN"),
                false,
                true,
                rules,
                Optional.of(MasterOptions.auditLogIn(directory)),
                Optional.empty(),
                Optional.empty()),
            outside,
            tree,
            clock);
  }

  /** A master that is ready. */
  static MasterFixture started(Path directory) throws MasterFailed {
    MasterFixture fixture = begun(new InMemoryStore(), directory);
    fixture.awaitReady();
    return fixture;
  }

  /** A master that listens, whether it is ready or not. */
  static MasterFixture begun(InMemoryStore store, Path directory) throws MasterFailed {
    return begun(store, directory, Clock.systemUTC(), CleanupRules.DEFAULT, MasterOutside.NONE);
  }

  /** As the other, with everything that a master can be given. */
  static MasterFixture begun(
      InMemoryStore store, Path directory, Clock clock, CleanupRules rules, MasterOutside outside)
      throws MasterFailed {
    MasterFixture fixture = new MasterFixture(store, directory, clock, rules, outside);
    fixture.master.start();
    return fixture;
  }

  void awaitReady() {
    await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () ->
                master.obstacle().isEmpty()
                    && store.everything().containsKey(Paths.master("master1")));
    await().atMost(Duration.ofSeconds(20)).until(() -> get("/masters").text().contains("master1"));
  }

  ScriptedAgent agent(String host) {
    return new ScriptedAgent(other, host);
  }

  /** A registered host whose agent is connected. */
  ScriptedAgent hostUp(String host) {
    ScriptedAgent agent = agent(host);
    agent.register("id-of-" + host);
    agent.up();
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> get("/hosts/" + host + "/status").text().contains("\"UP\""));
    return agent;
  }

  Reply get(String path, String... headers) {
    return send("GET", path, "", headers);
  }

  Reply send(String method, String path, String body, String... headers) {
    List<String> all = new ArrayList<>(List.of(headers));
    if (!body.isEmpty() && all.stream().noneMatch(it -> it.startsWith("Content-Type"))) {
      all.add("Content-Type: application/json");
    }
    return Http.send(
        master.httpPort(), Http.request(method, path, all, body.getBytes(StandardCharsets.UTF_8)));
  }

  /** Creates the job, which must succeed. */
  JobId create(Job job) {
    Reply reply = send("POST", "/jobs/?user=alice", Json.text(job));
    if (reply.status() != 200) {
      throw new AssertionError(reply.toString());
    }
    return JobHash.identify(job).id();
  }

  Reply deploy(String host, JobId job, Goal goal) {
    return send(
        "PUT",
        "/hosts/" + host + "/jobs/" + job + "?token=&user=bob",
        Json.text(Deployment.of(job, goal)));
  }

  /** The complete id of {@link #job}. */
  static JobId identified(String name) {
    return JobHash.identify(job(name)).id();
  }

  static Job job(String name) {
    return Job.newBuilder(name, "1").setImage("busybox").build();
  }

  @Override
  public void close() {
    master.stop();
    other.close();
  }
}
