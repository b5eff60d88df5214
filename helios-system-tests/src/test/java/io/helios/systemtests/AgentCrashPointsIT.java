package io.helios.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import io.helios.agent.fixtures.Breakpoint;
import io.helios.agent.fixtures.Breakpoint.Side;
import io.helios.agent.fixtures.EngineRelay;
import io.helios.agent.fixtures.LocalEngine;
import io.helios.systemtests.CrashPoint.Fate;
import io.helios.systemtests.CrashPoint.Phase;
import io.helios.systemtests.fixtures.Agent;
import io.helios.systemtests.fixtures.Cluster;
import io.helios.systemtests.fixtures.EngineWatch;
import io.helios.systemtests.fixtures.Watched;
import io.helios.systemtests.fixtures.ZooKeeperRelay;
import java.io.IOException;
import java.time.Duration;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The agent dies by SIGKILL around each thing that it does to the engine and to ZooKeeper, and is
 * started again. Relays hold what it does; the agent itself knows nothing of that.
 */
@Timeout(120)
class AgentCrashPointsIT {
  private static final String HOST = "systest-crash-points";
  private static final Duration LIMIT = Duration.ofSeconds(45);

  private static Cluster cluster;
  private static EngineRelay engine;
  private static ZooKeeperRelay zookeeper;
  private static EngineWatch watch;
  private static Agent agent;

  @BeforeAll
  static void start() throws IOException {
    cluster = Cluster.start("crash-points");
    try (var local = new LocalEngine()) {
      engine = new EngineRelay(local.socket());
    }
    zookeeper = new ZooKeeperRelay(cluster.zookeeper());
    String identity = UUID.randomUUID().toString().replace("-", "");
    watch = new EngineWatch(identity);
    agent =
        Agent.start(
            cluster.directory(),
            HOST,
            zookeeper.address(),
            "--docker",
            engine.address(),
            "--id",
            identity);
    agent.awaitUp(cluster.master());
  }

  @AfterAll
  static void stop() throws IOException {
    agent.close();
    watch.close();
    zookeeper.close();
    engine.close();
    cluster.close();
  }

  @AfterEach
  void theAgentIsThere() {
    if (!agent.program().isAlive()) {
      agent.startAgain();
    }
  }

  static Stream<CrashPoint> points() {
    return CrashPoint.all();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("points")
  void a_task_has_one_container_and_in_the_end_none_when_the_agent_is_killed(CrashPoint point) {
    Watched task = Watched.create(cluster, agent, watch);

    step(point, Phase.START, task::deploy, task::awaitRunning);
    assertThat(watch.containers(task.job())).hasSize(1);
    int port = task.deployed().port("p");

    if (point.phase() == Phase.STOP) {
      step(point, Phase.STOP, () -> task.setGoal("STOP"), task::awaitStopped);
      task.setGoal("START");
      task.awaitRunning();
      assertThat(task.deployed().port("p")).isEqualTo(port);
    }

    step(point, Phase.UNDEPLOY, task::undeploy, task::awaitGone);
    assertThat(watch.doubles()).isEmpty();
  }

  /** Gives the command and waits for its end, with the crash in between if the point is there. */
  private static void step(CrashPoint point, Phase phase, Runnable command, Runnable end) {
    if (point.phase() != phase) {
      command.run();
      end.run();
      return;
    }
    Side side = point.fate() == Fate.DONE ? Side.AFTER : Side.BEFORE;
    Breakpoint breakpoint = new Breakpoint(side, point.message());
    if (point.ofZooKeeper()) {
      zookeeper.holdAt(breakpoint);
    } else {
      engine.holdAt(breakpoint);
    }

    command.run();
    breakpoint.awaitReached(LIMIT);
    agent.program().kill();
    if (point.fate() != Fate.LATE) {
      breakpoint.drop();
    }
    agent.startAgain();
    end.run();

    if (point.fate() == Fate.LATE) {
      breakpoint.letThrough();
      breakpoint.awaitAnswered(LIMIT);
      end.run();
    }
  }
}
