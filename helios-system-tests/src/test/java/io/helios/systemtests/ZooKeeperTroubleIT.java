package io.helios.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.helios.systemtests.fixtures.Checkout;
import io.helios.systemtests.fixtures.Ensemble;
import io.helios.systemtests.fixtures.Http;
import io.helios.systemtests.fixtures.Master;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What masters make of an ensemble in trouble: reads go on from the view and say how old it is,
 * writes are refused at once, and all is well soon after the quorum is back.
 */
@Timeout(400)
class ZooKeeperTroubleIT {
  private static final Logger log = LoggerFactory.getLogger(ZooKeeperTroubleIT.class);

  /** For everything to be well again: 10 s, and what a busy machine adds. */
  private static final Duration SOON = Duration.ofSeconds(30);

  /** How long the quorum is away; {@code -Dhelios.quorum.loss=120} tries the two minutes. */
  private static final Duration LOSS =
      Duration.ofSeconds(Integer.getInteger("helios.quorum.loss", 12));

  private static final AtomicInteger JOBS = new AtomicInteger();

  private static Ensemble ensemble;
  private static List<Master> masters;

  @BeforeAll
  static void start() {
    Path directory = Checkout.scratch("zookeeper-trouble");
    ensemble = Ensemble.start(directory);
    masters = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      masters.add(Master.start(directory, "master" + i, ensemble.address()));
    }
    masters.forEach(ZooKeeperTroubleIT::awaitWell);
  }

  @AfterAll
  static void stop() {
    masters.forEach(Master::close);
    ensemble.close();
  }

  @Test
  void a_killed_leader_interrupts_no_reads_and_writes_only_until_the_next_is_elected() {
    Ensemble.Server leader = ensemble.leader();

    leader.kill();

    Instant killed = Instant.now();
    masters.forEach(master -> assertThat(reads(master).status()).isEqualTo(200));
    ensemble.awaitQuorum();
    masters.forEach(ZooKeeperTroubleIT::awaitWell);
    log.warn("all was well {} after the leader was killed", since(killed));
    leader.startAgain();
    ensemble.awaitWhole();
  }

  @Test
  void a_master_that_stood_still_for_longer_than_its_session_is_soon_well_and_listed_again() {
    Master frozen = masters.get(0);
    Master other = masters.get(1);
    frozen.program().freeze();
    try {
      await()
          .atMost(Duration.ofMinutes(1))
          .until(() -> !Http.get(other.url() + "/masters").body().contains("master0"));
      create(other);
    } finally {
      frozen.program().thaw();
    }

    Instant thawed = Instant.now();
    awaitWell(frozen);
    await().atMost(SOON).until(() -> Http.get(other.url() + "/masters").body().contains("master0"));
    log.warn("all was well {} after an expired session", since(thawed));
    assertThat(Http.get(frozen.url() + "/jobs").body())
        .isEqualTo(Http.get(other.url() + "/jobs").body());
  }

  @Test
  void without_a_quorum_reads_are_stale_writes_refused_at_once_and_all_is_well_soon_after() {
    String before = create(masters.get(0));
    masters.forEach(ZooKeeperTroubleIT::awaitWell);
    Ensemble.Server leader = ensemble.leader();
    Ensemble.Server follower = ensemble.followers().get(0);

    follower.kill();
    leader.kill();

    for (Master master : masters) {
      await().atMost(SOON).until(() -> !reads(master).header("Helios-Stale").isEmpty());
    }
    await()
        .during(LOSS)
        .atMost(LOSS.plus(SOON))
        .pollInterval(Duration.ofMillis(500))
        .untilAsserted(() -> masters.forEach(master -> readsButDoesNotWrite(master, before)));

    follower.startAgain();
    leader.startAgain();
    ensemble.awaitQuorum();
    Instant back = Instant.now();
    masters.forEach(ZooKeeperTroubleIT::awaitWell);
    log.warn("all was well {} after the quorum's return", since(back));
    ensemble.awaitWhole();
  }

  private static void readsButDoesNotWrite(Master master, String job) {
    Http.Reply read = Http.get(master.url() + "/jobs/" + job);
    assertThat(read.status()).isEqualTo(200);
    assertThat(read.header("Helios-Stale")).isNotEmpty();

    Instant asked = Instant.now();
    Http.Reply refused = Http.send("POST", master.url() + "/jobs", job());
    assertThat(since(asked)).isLessThan(Duration.ofSeconds(1));
    assertThat(refused.status()).isEqualTo(503);
    assertThat(refused.header("Retry-After")).isNotEmpty();
    assertThat(refused.body()).contains("ZooKeeper is not reachable");
    assertThat(Http.get(master.url() + "/ready").status()).isEqualTo(503);
  }

  /** Waits until it is ready, its view is live, and it writes. */
  private static void awaitWell(Master master) {
    await()
        .atMost(SOON)
        .pollDelay(Duration.ZERO)
        .untilAsserted(
            () -> {
              assertThat(Http.get(master.url() + "/ready").status()).isEqualTo(200);
              assertThat(reads(master).header("Helios-Stale")).isEmpty();
              Http.Reply created = Http.send("POST", master.url() + "/jobs", job());
              assertThat(created.status()).as("%s", created).isEqualTo(200);
            });
  }

  private static String create(Master master) {
    return master.create(job());
  }

  private static Http.Reply reads(Master master) {
    return Http.get(master.url() + "/jobs");
  }

  private static String job() {
    return "{\"id\":\"trouble-%d:1\",\"image\":\"busybox\"}".formatted(JOBS.incrementAndGet());
  }

  private static Duration since(Instant start) {
    return Duration.between(start, Instant.now());
  }
}
