package io.helios.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.model.Container;
import io.helios.agent.fixtures.LocalEngine;
import io.helios.agent.fixtures.LocalImages;
import io.helios.agent.runtime.ContainerId;
import io.helios.agent.runtime.TaskLabels;
import io.helios.agent.runtime.docker.DockerOptions;
import io.helios.agent.runtime.docker.DockerRuntime;
import io.helios.model.job.Job;
import io.helios.model.task.State;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an agent removes from the real engine, and what it leaves alone. */
final class CleanUpIT {
  @TempDir private Path directory;
  private final LocalEngine engine = new LocalEngine();
  private final String image = LocalImages.busybox(engine.client());
  private final String mark = "helios-test-" + UUID.randomUUID();
  private ClusterOfOne cluster;
  private Job job;

  @BeforeEach
  void start() throws Exception {
    cluster = new ClusterOfOne(directory);
    startAgent();
    job =
        cluster.job("web", image).toBuilder()
            .setPorts(Map.of())
            .setCommand(List.of("sleep", "600"))
            .build();
  }

  /** An agent closes what it was given. */
  private void startAgent() throws Exception {
    cluster.runtime = new DockerRuntime(engine.endpoint(), DockerOptions.none());
    cluster.startAgent();
  }

  @AfterEach
  void cleanUp() throws Exception {
    String hostId = cluster.agent.hostId();
    cluster.close();
    engine.removeContainersOf(hostId);
    for (Container mine : marked()) {
      engine.client().removeContainerCmd(mine.getId()).withForce(true).exec();
    }
    engine.close();
  }

  private List<Container> marked() {
    return engine
        .client()
        .listContainersCmd()
        .withShowAll(true)
        .withLabelFilter(Map.of("mark", mark))
        .exec();
  }

  private List<Container> ours() {
    return engine
        .client()
        .listContainersCmd()
        .withShowAll(true)
        .withLabelFilter(Map.of(TaskLabels.HOST_ID, cluster.agent.hostId()))
        .exec();
  }

  private String foreign(String name, Map<String, String> labels) {
    Map<String, String> all = new HashMap<>(labels);
    all.put("mark", mark);
    String id =
        engine
            .client()
            .createContainerCmd(image)
            .withName(name)
            .withLabels(all)
            .withCmd("sleep", "600")
            .exec()
            .getId();
    engine.client().startContainerCmd(id).exec();
    return id;
  }

  private boolean runs(String id) {
    return Boolean.TRUE.equals(
        engine.client().inspectContainerCmd(id).exec().getState().getRunning());
  }

  private Map<String, String> labels(String hostId, long generation, int attempt) {
    return new TaskLabels(hostId, job.id(), generation, attempt).toMap();
  }

  @Test
  void containers_without_this_agents_labels_are_never_touched() throws Exception {
    String hostId = cluster.agent.hostId();
    Map<String, String> damaged = new HashMap<>(labels(hostId, 1, 1));
    damaged.put(TaskLabels.GENERATION, "x");
    List<String> foreign =
        List.of(
            foreign("helios-" + hostId + "-web_1_aaaaaaa_00000000-" + mark, Map.of()),
            foreign(mark + "-other", labels(hostId + "x", 1, 1)),
            foreign(mark + "-damaged", damaged));

    cluster.deploy(job);
    cluster.awaitState(job, State.RUNNING);
    cluster.undeploy(job);
    ClusterOfOne.eventually(() -> cluster.report(job).isEmpty());
    cluster.agent.close();
    startAgent();
    cluster.deploy(job);
    cluster.awaitState(job, State.RUNNING);

    assertThat(foreign).allMatch(this::runs);
  }

  @Test
  void an_undeploy_removes_every_leftover_of_the_job() throws Exception {
    String hostId = cluster.agent.hostId();
    long generation = cluster.deploy(job);
    cluster.awaitRunning(job, generation);
    cluster.agent.close();
    foreign(mark + "-older", labels(hostId, generation - 1, 1));
    engine.kill(new ContainerId(foreign(mark + "-exited", labels(hostId, generation - 1, 2))));
    engine
        .client()
        .createContainerCmd(image)
        .withName(mark + "-created")
        .withLabels(labels(hostId, generation, 7))
        .withCmd("sleep", "600")
        .exec();
    cluster.undeploy(job);
    assertThat(ours()).hasSize(4);

    startAgent();

    ClusterOfOne.eventually(() -> ours().isEmpty() && cluster.report(job).isEmpty());
  }

  @Test
  void of_a_job_that_runs_only_the_last_exited_container_is_kept() throws Exception {
    String hostId = cluster.agent.hostId();
    long generation = cluster.deploy(job);
    String running = cluster.awaitRunning(job, generation).containerId();
    cluster.agent.close();
    for (int attempt = 1; attempt <= 3; attempt++) {
      String name = mark + "-" + attempt;
      engine.kill(new ContainerId(foreign(name, labels(hostId, generation - 1, attempt))));
    }
    foreign(mark + "-older", labels(hostId, generation - 1, 4));

    startAgent();

    ClusterOfOne.eventually(() -> ours().size() == 2);
    assertThat(runs(running)).isTrue();
    assertThat(marked())
        .singleElement()
        .satisfies(kept -> assertThat(kept.getNames()[0]).endsWith("-older"));
  }
}
