package io.helios.agent;

import io.helios.agent.condition.Conditions;
import io.helios.agent.goals.HostOrders;
import io.helios.agent.goals.KnownTask;
import io.helios.agent.goals.TaskFiles;
import io.helios.agent.goals.TreeGoals;
import io.helios.agent.http.AgentHttp;
import io.helios.agent.image.ImageCollector;
import io.helios.agent.image.NewlyUsed;
import io.helios.agent.membership.HomeCluster;
import io.helios.agent.membership.Membership;
import io.helios.agent.membership.Self;
import io.helios.agent.membership.StateDirectory;
import io.helios.agent.membership.StateUnusable;
import io.helios.agent.metric.AgentMetrics;
import io.helios.agent.reconcile.ContainerSpecs;
import io.helios.agent.reconcile.TaskLoop;
import io.helios.agent.reconcile.Workers;
import io.helios.agent.registration.Registrations;
import io.helios.agent.registration.ServiceEndpoints;
import io.helios.agent.status.StatusEvents;
import io.helios.agent.status.StatusSink;
import io.helios.agent.status.TreeStatus;
import io.helios.agent.status.UnsentEvents;
import io.helios.agent.task.TaskPlanner;
import io.helios.coordination.tree.Subscription;
import io.helios.events.delivery.Outlet;
import io.helios.model.job.Job;
import io.helios.model.job.JobId;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One agent. It may share its process with others and with masters, so it holds no static state and
 * never ends the process. Closing it leaves the containers running.
 */
public final class AgentApplication implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(AgentApplication.class);
  private static final long ASK_AGAIN_SECONDS = 5;
  private static final long SAVE_MILLIS = 50;
  private static final int EVENTS_WAITING = 1_000;
  private static final Duration EVENTS_FAREWELL = Duration.ofSeconds(2);

  private final Outside outside;
  private final StateDirectory state;
  private final String hostId;
  private final Conditions conditions = new Conditions();
  private final Workers workers = new Workers();
  private final ExecutorService disk = Workers.pool("agent-disk", 1);
  private final ScheduledExecutorService telling = Timers.named("agent-status");
  private final ScheduledExecutorService membershipTimer = Timers.named("agent-membership");
  private final TaskFiles files;
  private final Registrations registrations;
  private final TaskLoop loop;
  private final Thread loopThread;
  private final TreeGoals goals;
  private final TreeStatus status;
  private final UnsentEvents unsent;
  private final Optional<Outlet> events;
  private final TaskBoard board;
  private final HomeCluster home;
  private final Membership membership;
  private final Subscription engineEvents;
  private final AgentMetrics metrics = new AgentMetrics(System::nanoTime);
  private final NewlyUsed newlyUsed = new NewlyUsed();
  private final ImageCollector images;
  private final Monitoring monitoring;
  private final Optional<LateHttp> http;

  private AgentApplication(
      AgentOptions options, Outside outside, StateDirectory state, String hostId) {
    this.outside = outside;
    this.state = state;
    this.hostId = hostId;
    this.home = new HomeCluster(state.file("cluster"), options.acceptCluster(), conditions);
    this.status = new TreeStatus(outside.tree(), options.name(), outside.clock(), telling);
    this.unsent = new UnsentEvents(state.file("history"));
    status.remember(unsent.load());
    this.events =
        outside
            .events()
            .map(sender -> new Outlet("status events", sender, EVENTS_WAITING, EVENTS_FAREWELL));
    this.board =
        new TaskBoard(
            events
                .<StatusSink>map(
                    outlet -> new StatusEvents(status, outlet, options.name(), outside.clock()))
                .orElse(status),
            metrics);
    this.files =
        new TaskFiles(
            state.tasks(),
            CompletableFuture.delayedExecutor(SAVE_MILLIS, TimeUnit.MILLISECONDS, disk),
            conditions);
    this.registrations =
        new Registrations(
            outside.registrar(),
            new ServiceEndpoints(options.name(), options.registrar().domain()),
            conditions);
    this.loop =
        new TaskLoop(
            new TaskLoop.Parts(
                outside.runtime(),
                outside.probe(),
                registrations,
                metrics.and(newlyUsed),
                new ContainerSpecs(options.name(), hostId, options.env()),
                status,
                options.portRange(),
                outside.hostPorts(),
                files,
                board,
                conditions,
                workers,
                new TaskPlanner(options.keptContainers()),
                outside.clock()));
    this.images =
        new ImageCollector(
            outside.runtime(),
            options.images(),
            state.file("images"),
            newlyUsed,
            loop::images,
            outside.clock());
    this.monitoring =
        new Monitoring(
            conditions, board, metrics, images, outside.tree()::isConnected, loop::queued);
    this.http = options.http().flatMap(api -> options.admin().map(admin -> http(api, admin)));
    this.loopThread = new Thread(loop, "agent-loop");
    loopThread.setDaemon(true);
    this.goals = new TreeGoals(outside.tree(), options.name(), new Orders());
    this.membership =
        new Membership(
            new Self(
                options.name(),
                hostId,
                state.place(),
                state.isCopied(),
                options.zooKeeper().connect(),
                options.labels(),
                outside.report(),
                options.takeOverAfter()),
            outside.tree(),
            home,
            status,
            loop::busy,
            this::act,
            conditions,
            outside.clock(),
            membershipTimer);
    List<KnownTask> known = files.load();
    loop.remember(known);
    known.forEach(task -> goals.knows(task.job()));
    loop.act(!state.isCopied());
    this.engineEvents = outside.runtime().onEvent(loop::changed);
  }

  private LateHttp http(InetSocketAddress api, InetSocketAddress admin) {
    return new LateHttp(
        () -> AgentHttp.start(api, admin, board, monitoring.checks(), monitoring, images::view),
        conditions);
  }

  /**
   * Starts an agent. Neither ZooKeeper nor the engine need to be there yet, and an address that is
   * taken is waited for.
   *
   * @param outside belongs to the agent from now on, which closes it
   * @throws StateUnusable when the state directory cannot be used; everything is closed then
   */
  public static AgentApplication start(AgentOptions options, Outside outside) throws StateUnusable {
    AgentApplication agent = create(options, outside);
    agent.run();
    log.info("Agent {} started, its identity is {}", options.name(), agent.hostId());
    return agent;
  }

  private static AgentApplication create(AgentOptions options, Outside outside)
      throws StateUnusable {
    StateDirectory state = null;
    try {
      state = StateDirectory.open(options.stateDirectory());
      return new AgentApplication(options, outside, state, state.hostId(options.id()));
    } catch (StateUnusable | RuntimeException e) {
      outside.close();
      if (state != null) {
        state.close();
      }
      throw e;
    }
  }

  /** What is wrong with this host now, by name of the condition. */
  public Map<String, String> conditions() {
    return conditions.present();
  }

  /** This agent's identity, which its containers carry. */
  public String hostId() {
    return hostId;
  }

  private void run() {
    http.ifPresent(LateHttp::begin);
    loopThread.start();
    goals.start();
    membership.start();
    var unused =
        membershipTimer.scheduleWithFixedDelay(
            this::askAgain, ASK_AGAIN_SECONDS, ASK_AGAIN_SECONDS, TimeUnit.SECONDS);
  }

  private void act(boolean now) {
    if (now) {
      state.settle();
    }
    loop.act(now);
  }

  private void askAgain() {
    try {
      goals.askAgain();
      files.tryAgain();
      disk.execute(() -> unsent.look(status.unsent()));
      images.tick();
      http.ifPresent(LateHttp::begin);
    } catch (RuntimeException | Error e) {
      // A timer forgets what threw.
      log.error("The cluster cannot be asked again", e);
    }
  }

  /** Port of the agent's API; empty without one. */
  public OptionalInt httpPort() {
    return http.map(LateHttp::port).orElse(OptionalInt.empty());
  }

  /** Stops deciding and reporting; blocks for a few seconds at most. */
  @Override
  public void close() {
    http.ifPresent(LateHttp::close);
    engineEvents.close();
    loopThread.interrupt();
    workers.close();
    images.close();
    registrations.close();
    goals.close();
    Timers.end(membershipTimer);
    Timers.end(telling);
    membership.close();
    Timers.end(disk);
    files.finish();
    unsent.save(status.unsent());
    events.ifPresent(Outlet::close);
    outside.close();
    state.close();
    log.info("Agent stopped; containers were left as they are");
  }

  /** Hands on what the tree says, to the deciders only if it is about this agent's own host. */
  private final class Orders implements TreeGoals.Listener {
    @Override
    public void orders(HostOrders orders, Map<JobId, Job> jobs, boolean again) {
      status.orders(orders);
      board.orders(orders);
      membership.orders(orders);
      boolean ours = orders.hostId() == null || orders.hostId().equals(hostId);
      if (ours && home.in(orders.clusters()).isPresent()) {
        loop.orders(orders, jobs, again);
      }
    }

    @Override
    public void lost() {
      membership.lost();
    }
  }
}
