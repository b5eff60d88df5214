package io.helios.benchmarks.fleet;

import io.helios.benchmarks.fleet.StartTimes.Call;
import io.helios.benchmarks.wire.EventLoop;
import io.helios.benchmarks.wire.ZkSession;
import io.helios.coordination.layout.Paths;
import io.helios.coordination.tree.TreePath;
import io.helios.model.job.JobId;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.OpResult;
import org.apache.zookeeper.OpResult.ErrorResult;
import org.apache.zookeeper.Watcher.Event.EventType;

/**
 * Many light agents on one thread, each with a session of its own unless they are told to share.
 * What it counts may be read from any thread.
 */
public final class LightFleet implements Fleet {
  private static final Duration SESSION = Duration.ofSeconds(15);
  private final EventLoop loop;
  private final Options options;
  private final StartTimes times;
  private final Listener listener;
  private final Random random;
  private final Op identity;
  private final List<Line> lines = new ArrayList<>();
  private final List<LightAgent> agents = new ArrayList<>();
  private final Tally tally = new Tally();

  /**
   * How the fleet is.
   *
   * @param shared agents on one session; 1 for a session each
   * @param speed containers take their measured time divided by this
   * @param seed of all that is drawn
   */
  public record Options(int hosts, int shared, double speed, long seed) {}

  /** A session and the agents on it. */
  private final class Line implements ZkSession.Listener {
    private final Map<String, LightAgent> byHost = new HashMap<>();
    private final ZkSession session;

    Line(List<InetSocketAddress> servers) {
      session = new ZkSession(loop, servers, SESSION, this);
    }

    @Override
    public void connected(boolean fresh) {
      byHost.values().forEach(LightAgent::connected);
    }

    @Override
    public void disconnected() {
      byHost.values().forEach(LightAgent::disconnected);
    }

    @Override
    public void event(EventType type, String text, long zxid) {
      TreePath path = TreePath.of(text);
      TreePath parent = path.parent();
      LightAgent agent = byHost.get(parent.parent().name());
      if (agent != null
          && (parent.equals(Paths.deployments(agent.host()))
              || parent.equals(Paths.undeploys(agent.host())))) {
        agent.changed(path);
      }
    }
  }

  private LightFleet(
      EventLoop loop,
      List<InetSocketAddress> servers,
      String clusterId,
      Options options,
      StartTimes times,
      Listener listener) {
    this.loop = loop;
    this.options = options;
    this.times = times;
    this.listener = listener;
    this.random = new Random(options.seed());
    this.identity = Op.check(Paths.identity(clusterId).value(), -1);
    for (int i = 0; i < options.hosts(); i++) {
      if (i % options.shared() == 0) {
        lines.add(new Line(servers));
      }
      Line line = lines.get(lines.size() - 1);
      LightAgent agent = new LightAgent(this, Fleet.name(i), i, line.session);
      line.byHost.put(Fleet.name(i).value(), agent);
      agents.add(agent);
    }
  }

  /** Starts all agents; {@link #awaitUp} tells when they are there. */
  public static LightFleet start(
      EventLoop loop,
      List<InetSocketAddress> servers,
      String clusterId,
      Options options,
      StartTimes times,
      Listener listener) {
    LightFleet fleet = new LightFleet(loop, servers, clusterId, options, times, listener);
    loop.execute(
        () -> {
          for (int i = 0; i < fleet.lines.size(); i++) {
            fleet.lines.get(i).session.open(i);
          }
        });
    return fleet;
  }

  @Override
  public int size() {
    return agents.size();
  }

  @Override
  public int sessions() {
    return lines.size();
  }

  @Override
  public long up() throws InterruptedException {
    AtomicLong up = new AtomicLong();
    CountDownLatch counted = new CountDownLatch(1);
    loop.execute(
        () -> {
          up.set(agents.stream().filter(LightAgent::isUp).count());
          counted.countDown();
        });
    counted.await();
    return up.get();
  }

  @Override
  public void kill() {
    loop.execute(() -> lines.forEach(line -> line.session.abandon()));
  }

  @Override
  public void startAgain() {
    loop.execute(() -> lines.forEach(line -> line.session.openAnew()));
  }

  @Override
  public Counted counted() {
    return tally;
  }

  @Override
  public void close() {
    CountDownLatch closed = new CountDownLatch(1);
    loop.execute(
        () -> {
          lines.forEach(line -> line.session.close());
          loop.execute(closed::countDown);
        });
    try {
      if (!closed.await(5, TimeUnit.SECONDS)) {
        failed("the sessions could not be closed in time");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  // For the agents, on the loop's thread

  EventLoop loop() {
    return loop;
  }

  Op checkIdentity() {
    return identity;
  }

  Duration draw(Call call) {
    return Duration.ofNanos((long) (times.draw(call, random).toNanos() / options.speed()));
  }

  String containerId() {
    StringBuilder id = new StringBuilder(64);
    while (id.length() < 64) {
      id.append(String.format(Locale.ROOT, "%016x", random.nextLong()));
    }
    return id.toString();
  }

  long millis() {
    return System.currentTimeMillis();
  }

  Tally tally() {
    return tally;
  }

  void begins(int host, JobId job) {
    listener.begins(host, job);
  }

  void runs(int host, JobId job, long zxid) {
    listener.runs(host, job, zxid);
  }

  void isGone(int host, JobId job, long zxid) {
    tally.tellsAt(zxid);
    listener.isGone(host, job, zxid);
  }

  /** Counts it; returns ZooKeeper's reason, and what it is about. */
  String rejected(int code, List<Op> ops, List<OpResult> results) {
    String path = "";
    for (int i = 0; i < results.size() && path.isEmpty(); i++) {
      if (results.get(i) instanceof ErrorResult error && error.getErr() == code) {
        path = ops.get(i).getPath();
      }
    }
    Code known = Code.get(code);
    String reason = known == null ? "error " + code : known.name();
    tally.rejected(reason, path);
    return reason + " " + path;
  }

  void failed(String why) {
    tally.failed(why);
  }
}
