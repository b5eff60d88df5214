package io.helios.agent;

import static io.helios.agent.ClusterOfOne.HOST;
import static io.helios.agent.ClusterOfOne.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.helios.agent.runtime.Observed;
import io.helios.coordination.layout.Paths;
import io.helios.coordination.tree.Changes;
import io.helios.model.job.Job;
import io.helios.model.task.TaskReport;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The host's clock is set while its agent runs: nothing is stopped, and nothing stands still. */
class ClockJumpTest {
  @TempDir Path state;
  private final SetClock clock = new SetClock();
  private ClusterOfOne cluster;
  private Job web;

  @BeforeEach
  void begin() {
    cluster = new ClusterOfOne(state);
    cluster.clock = clock;
    cluster.engine.addImage("sim/ok:1");
    web = cluster.job("web", "sim/ok:1");
  }

  @AfterEach
  void end() throws Exception {
    cluster.close();
  }

  @Test
  void a_day_forward_changes_nothing() throws Exception {
    survives(Duration.ofDays(1));
  }

  @Test
  void a_day_back_changes_nothing() throws Exception {
    survives(Duration.ofDays(-1));
  }

  private void survives(Duration jump) throws Exception {
    cluster.startAgent();
    TaskReport report = cluster.awaitRunning(web, cluster.deploy(web));
    Observed before = cluster.running(web).get(0);

    clock.offset = jump;

    Job later = cluster.job("later", "sim/ok:1");
    cluster.awaitRunning(later, cluster.deploy(later));
    assertThat(cluster.running(web)).containsExactly(before);
    assertThat(cluster.report(web)).contains(report);
    cluster.engine.kill(before.id(), 1);
    eventually(() -> cluster.running(web).size() == 1 && !cluster.running(web).contains(before));
    String now = cluster.running(web).get(0).id().value();
    eventually(() -> cluster.report(web).filter(r -> now.equals(r.containerId())).isPresent());
    cluster.undeploy(later);
    cluster.awaitGone(later);
    cluster.master.commit(Changes.NONE.delete(Paths.hostLabels(HOST)));
    clock.offset = jump.plus(Duration.ofMinutes(2));
    eventually(() -> cluster.master.get(Paths.hostLabels(HOST)).isPresent());
    assertThat(cluster.agent.conditions()).isEmpty();
  }

  private static final class SetClock extends Clock {
    private final Clock real = Clock.systemUTC();
    private volatile Duration offset = Duration.ZERO;

    @Override
    public Instant instant() {
      return real.instant().plus(offset);
    }

    @Override
    public ZoneId getZone() {
      return real.getZone();
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return real.withZone(zone);
    }
  }
}
