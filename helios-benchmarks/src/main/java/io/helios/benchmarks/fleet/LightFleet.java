package io.helios.benchmarks.fleet;

import io.helios.benchmarks.fleet.StartTimes.Call;
import io.helios.benchmarks.wire.EventLoop;
import io.helios.benchmarks.wire.ZkSession;
import io.helios.coordination.layout.Paths;
import io.helios.coordination.tree.TreePath;
import io.helios.model.host.HostName;
import io.helios.model.job.JobId;
import io.helios.model.task.State;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.Watcher.Event.EventType;

/**
 * Many light agents on one thread, each with a session of its own unless they are told to share.
 * What it counts may be read from any thread.
 */
public final class LightFleet implements AutoCloseable {
  private static final Duration SESSION = Duration.ofSeconds(15);
  private static final long GLANCE_MILLIS = 10;

  private final EventLoop loop;
  private final Options options;
  private final StartTimes times;
  private final Listener listener;
  private final Random random;
  private final Op identity;
  private final List<Line> lines = new ArrayList<>();
  private final List<LightAgent> agents = new ArrayList<>();
  private final Map<State, AtomicLong> states = new EnumMap<>(State.class);
  private final Map<String, AtomicLong> rejections = new ConcurrentHashMap<>();
  private final Map<String, Boolean> failures = new ConcurrentHashMap<>();
  private final AtomicLong steps = new AtomicLong();
  private volatile long lastTold;

  /**
   * How the fleet is.
   *
   * @param shared agents on one session; 1 for a session each
   * @param speed containers take their measured time divided by this
   * @param seed of all that is drawn
   */
  public record Options(int hosts, int shared, double speed, long seed) {}

  /** Gets told on the loop's thread. */
  public interface Listener {
    /** The agent has read that the job is to run, and begins. */
    default void begins(int host, JobId job) {}

    /** The status RUNNING was written by the transaction of that zxid. */
    void runs(int host, JobId job, long zxid);

    /** The last step of an undeploy was written by the transaction of that zxid. */
    default void isGone(int host, JobId job, long zxid) {}
  }

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
    for (State state : State.values()) {
      states.put(state, new AtomicLong());
    }
    this.identity = Op.check(Paths.identity(clusterId).value(), -1);
    for (int i = 0; i < options.hosts(); i++) {
      if (i % options.shared() == 0) {
        lines.add(new Line(servers));
      }
      Line line = lines.get(lines.size() - 1);
      LightAgent agent = new LightAgent(this, name(i), i, line.session);
      line.byHost.put(name(i).value(), agent);
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

  /** Name of the host of that number. */
  public static HostName name(int index) {
    return new HostName(String.format(Locale.ROOT, "host-%05d", index));
  }

  public int size() {
    return agents.size();
  }

  /** How many sessions the agents have. */
  public int sessions() {
    return lines.size();
  }

  /** Waits until all have registered and reported. */
  public void awaitUp(Duration limit) throws TimeoutException, InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    while (up() < agents.size()) {
      if (System.nanoTime() > deadline) {
        throw new TimeoutException(
            "%d of %d agents are up; rejected: %s".formatted(up(), agents.size(), rejections));
      }
      if (new CountDownLatch(1).await(GLANCE_MILLIS, TimeUnit.MILLISECONDS)) {
        throw new IllegalStateException("nobody counts it down");
      }
    }
  }

  /** How many are up. */
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

  /** All processes are killed: the sessions live on at the server until they time out. */
  public void kill() {
    loop.execute(() -> lines.forEach(line -> line.session.abandon()));
  }

  /** All come back at once, beside their containers. */
  public void startAgain() {
    loop.execute(() -> lines.forEach(line -> line.session.openAnew()));
  }

  /** How many tasks are in each state; states that none is in are left out. */
  public Map<State, Long> tasksByState() {
    Map<State, Long> counts = new TreeMap<>();
    states.forEach(
        (state, count) -> {
          if (count.get() > 0 && state != State.UNKNOWN) {
            counts.put(state, count.get());
          }
        });
    return counts;
  }

  /** Calls of the simulated engines so far. */
  public long steps() {
    return steps.get();
  }

  /** zxid of the last transaction with which an agent told something. */
  public long lastTold() {
    return lastTold;
  }

  /** Transactions that did not happen, by ZooKeeper's reason. */
  public Map<String, Long> rejections() {
    Map<String, Long> counts = new TreeMap<>();
    rejections.forEach((reason, count) -> counts.put(reason, count.get()));
    return counts;
  }

  /** What no real agent would have met. */
  public List<String> failures() {
    return List.copyOf(failures.keySet());
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

  void moved(State from, State to) {
    states.getOrDefault(from, new AtomicLong()).decrementAndGet();
    states.getOrDefault(to, new AtomicLong()).incrementAndGet();
  }

  void stepped() {
    steps.incrementAndGet();
  }

  void tellsAt(long zxid) {
    lastTold = zxid;
  }

  void isUpAt(long zxid) {
    lastTold = Math.max(lastTold, zxid);
  }

  void begins(int host, JobId job) {
    listener.begins(host, job);
  }

  void runs(int host, JobId job) {
    listener.runs(host, job, lastTold);
  }

  void isGone(int host, JobId job, long zxid) {
    lastTold = zxid;
    listener.isGone(host, job, zxid);
  }

  void rejected(int code) {
    rejections
        .computeIfAbsent(Registration.reason(code), reason -> new AtomicLong())
        .incrementAndGet();
  }

  void failed(String why) {
    failures.put(why, true);
  }
}
