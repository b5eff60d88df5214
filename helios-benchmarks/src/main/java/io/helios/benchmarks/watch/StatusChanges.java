package io.helios.benchmarks.watch;

import io.helios.benchmarks.cluster.SyntheticCluster;
import io.helios.benchmarks.wire.EventLoop;
import io.helios.benchmarks.wire.ZkSession;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.Watcher.Event.EventType;
import org.jspecify.annotations.Nullable;

/**
 * Changes statuses of a synthetic cluster at a steady rate that waits for nothing, each in a
 * transaction of its own, host after host. What they tell is numbered: the generation in a status
 * says which change wrote it.
 */
public final class StatusChanges implements ZkSession.Listener {
  private static final Duration SESSION = Duration.ofSeconds(15);
  private static final Duration TICK = Duration.ofMillis(1);
  private static final long CONNECT_SECONDS = 30;

  /** Of the first change; what was there before has a smaller one. */
  private static final long FIRST_GENERATION = 1_000;

  private final EventLoop loop;
  private final SyntheticCluster cluster;
  private final int count;
  private final int perSecond;
  private final ZkSession session;
  private final CountDownLatch connected = new CountDownLatch(1);
  private final AtomicLongArray acknowledged;
  private final AtomicInteger done = new AtomicInteger();
  private volatile long began;
  private volatile @Nullable String failure;

  // Owned by the loop's thread.
  private int sent;

  /**
   * Begins to connect.
   *
   * @param count of all changes that will be made
   */
  public StatusChanges(
      EventLoop loop,
      List<InetSocketAddress> zookeepers,
      SyntheticCluster cluster,
      int count,
      int perSecond) {
    this.loop = loop;
    this.cluster = cluster;
    this.count = count;
    this.perSecond = perSecond;
    this.acknowledged = new AtomicLongArray(count);
    this.session = new ZkSession(loop, zookeepers, SESSION, this);
    loop.execute(() -> session.open(0));
  }

  /** Begins to change. */
  public void start() throws IOException, InterruptedException {
    if (!connected.await(CONNECT_SECONDS, TimeUnit.SECONDS)) {
      throw new IOException("ZooKeeper takes no session");
    }
    began = System.nanoTime();
    loop.execute(this::tick);
  }

  private void tick() {
    long now = System.nanoTime();
    while (sent < count && due(sent) <= now) {
      send(sent++);
    }
    if (sent < count) {
      loop.after(TICK, this::tick);
    }
  }

  private void send(int change) {
    int task = task(change);
    byte[] status = cluster.status(task, FIRST_GENERATION + change);
    session.multi(
        List.of(Op.setData(cluster.statusPath(task).value(), status, -1)),
        (code, zxid, results) -> {
          if (code != 0) {
            failure = "a status was not written: error " + code;
          }
          acknowledged.set(change, System.nanoTime());
          done.incrementAndGet();
        });
  }

  public int count() {
    return count;
  }

  /** The task whose status it is. */
  public int task(int change) {
    int host = change % cluster.hosts();
    return host * cluster.tasks() + change / cluster.hosts() % cluster.tasks();
  }

  /** The last change of each task; -1 for none. */
  int[] lastOfTasks() {
    int[] last = new int[cluster.hosts() * cluster.tasks()];
    Arrays.fill(last, -1);
    for (int change = 0; change < count; change++) {
      last[task(change)] = change;
    }
    return last;
  }

  /** The change that wrote a status of that generation; negative for none. */
  static int ofGeneration(long generation) {
    return (int) (generation - FIRST_GENERATION);
  }

  /** When it was to be made, as {@link System#nanoTime} counts. */
  public long due(int change) {
    return began + change * 1_000_000_000L / perSecond;
  }

  /** When ZooKeeper had acknowledged it; 0 if it has not. */
  public long acknowledged(int change) {
    return acknowledged.get(change);
  }

  /** How many were acknowledged. */
  public int done() {
    return done.get();
  }

  /** Why one was not written; null if all were. */
  public @Nullable String failure() {
    return failure;
  }

  /** Ends the session. */
  public void end() {
    loop.execute(session::close);
  }

  @Override
  public void connected(boolean fresh) {
    connected.countDown();
  }

  @Override
  public void disconnected() {
    failure = "the connection to ZooKeeper was lost";
  }

  @Override
  public void event(EventType type, String path, long zxid) {
    // It watches nothing.
  }
}
