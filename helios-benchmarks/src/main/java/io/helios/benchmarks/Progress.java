package io.helios.benchmarks;

import io.helios.benchmarks.cluster.BenchMaster;
import io.helios.benchmarks.cluster.Cluster;
import io.helios.benchmarks.wire.HttpConnections;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * How far each master's view has come. Every answer of a master says up to which ZooKeeper
 * transaction everything is in its view; it is asked for something small again and again. So what a
 * transaction has written is known to be in the view, at most one glance late.
 */
final class Progress implements AutoCloseable {
  private static final Duration GLANCE = Duration.ofMillis(20);

  private final Cluster cluster;
  private final List<HttpConnections> connections = new ArrayList<>();
  private final long[] revisions;
  private final Runnable advanced;
  private boolean closed;

  /**
   * @param advanced called on the loop's thread when {@link #everywhere} may have grown
   */
  Progress(Cluster cluster, Runnable advanced) {
    this.cluster = cluster;
    this.advanced = advanced;
    this.revisions = new long[cluster.masters().size()];
    for (BenchMaster master : cluster.masters()) {
      connections.add(new HttpConnections(cluster.loop(), master.url(), 1, 1));
    }
    for (int i = 0; i < revisions.length; i++) {
      ask(i);
    }
  }

  /** Everything up to this transaction is in every master's view; on the loop's thread. */
  long everywhere() {
    long least = Long.MAX_VALUE;
    for (long revision : revisions) {
      least = Math.min(least, revision);
    }
    return least;
  }

  /** Whether everything up to that transaction is in every view; from any thread. */
  boolean reached(long zxid) throws InterruptedException {
    AtomicBoolean reached = new AtomicBoolean();
    CountDownLatch asked = new CountDownLatch(1);
    cluster
        .loop()
        .execute(
            () -> {
              reached.set(everywhere() >= zxid);
              asked.countDown();
            });
    asked.await();
    return reached.get();
  }

  private void ask(int master) {
    connections
        .get(master)
        .send(
            "GET",
            "/masters/",
            null,
            Map.of(),
            answer -> {
              String token = answer.header("helios-revision");
              if (!token.isEmpty()) {
                long revision = Long.parseLong(token.substring(token.lastIndexOf('-') + 1));
                if (revision > revisions[master]) {
                  revisions[master] = revision;
                  advanced.run();
                }
              }
              if (!closed) {
                cluster.loop().after(GLANCE, () -> ask(master));
              }
            });
  }

  @Override
  public void close() {
    cluster
        .loop()
        .execute(
            () -> {
              closed = true;
              connections.forEach(HttpConnections::close);
            });
  }
}
