package io.helios.agent;

import static org.awaitility.Awaitility.await;

import io.helios.agent.fixtures.SimulatedRuntime;
import io.helios.agent.health.HealthProbe;
import io.helios.agent.image.ImageRules;
import io.helios.agent.ports.HostPorts;
import io.helios.agent.ports.PortRange;
import io.helios.agent.runtime.ContainerRuntime;
import io.helios.agent.runtime.Observed;
import io.helios.agent.runtime.docker.DockerEndpoint;
import io.helios.agent.runtime.docker.DockerOptions;
import io.helios.agent.task.TaskPlanner;
import io.helios.coordination.fixtures.InMemoryStore;
import io.helios.coordination.fixtures.InMemoryTree;
import io.helios.coordination.layout.DeregistrationOrder;
import io.helios.coordination.layout.HostReport;
import io.helios.coordination.layout.Paths;
import io.helios.coordination.layout.PortReservation;
import io.helios.coordination.layout.Stored;
import io.helios.coordination.layout.StoredHistory;
import io.helios.coordination.layout.StoredStatus;
import io.helios.coordination.layout.UndeployOrder;
import io.helios.coordination.presence.ClusterIdentity;
import io.helios.coordination.tree.ChangeRejected;
import io.helios.coordination.tree.Changes;
import io.helios.coordination.tree.Node;
import io.helios.coordination.tree.TreePath;
import io.helios.coordination.tree.zookeeper.ZooKeeperOptions;
import io.helios.events.EventSender;
import io.helios.model.host.AgentInfo;
import io.helios.model.host.HostInfo;
import io.helios.model.host.HostName;
import io.helios.model.job.Job;
import io.helios.model.job.JobId;
import io.helios.model.job.PortMapping;
import io.helios.model.task.Deployment;
import io.helios.model.task.Goal;
import io.helios.model.task.State;
import io.helios.model.task.TaskReport;
import io.helios.serviceregistration.ServiceRegistrar;
import io.helios.serviceregistration.ServiceRegistrarOptions;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

/** A tree, an engine and one agent, with the words of a master. */
final class ClusterOfOne implements AutoCloseable {
  static final HostName HOST = new HostName("h1");

  /** Shorter than the agent's own resync, so that it cannot make up for a hint that was lost. */
  private static final Duration LIMIT = Duration.ofSeconds(20);

  final Path state;
  final SimulatedRuntime engine = new SimulatedRuntime(Clock.systemUTC());

  InMemoryStore store = new InMemoryStore();
  InMemoryTree master;
  InMemoryTree agentTree;
  AgentApplication agent;
  String clusterId;
  private long generation = 1;
  Duration takeOverAfter = Duration.ofMinutes(10);
  String acceptCluster;
  HealthProbe probe = engine.probe();
  Optional<InetSocketAddress> http = Optional.empty();
  Optional<InetSocketAddress> admin = Optional.empty();
  Optional<Supplier<ServiceRegistrar>> registrar = Optional.empty();
  Optional<EventSender> events = Optional.empty();
  HostPorts hostPorts = HostPorts.UNKNOWN;
  ImageRules images = ImageRules.OFF;
  PortRange portRange = PortRange.parse("20000:20100");

  /** The agent's; the engine has a clock of its own, as the kernel has. */
  Clock clock = Clock.systemUTC();

  /** Belongs to the next agent that is started. */
  ContainerRuntime runtime = engine;

  ClusterOfOne(Path state) {
    this.state = state;
    newCluster();
  }

  void newCluster() {
    store = new InMemoryStore();
    master = store.newSession();
    try {
      clusterId = ClusterIdentity.establish(master, null, true);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  ClusterOfOne startAgent() throws Exception {
    agentTree = store.newSession();
    agent = AgentApplication.start(options(), outside());
    return this;
  }

  /** One more agent of the same name, on an engine of its own or of another. */
  AgentApplication another(Path stateOfIt, SimulatedRuntime engineOfIt) throws Exception {
    return another(stateOfIt, engineOfIt, store.newSession());
  }

  AgentApplication another(Path stateOfIt, SimulatedRuntime engineOfIt, InMemoryTree treeOfIt)
      throws Exception {
    return AgentApplication.start(options(stateOfIt), outside(treeOfIt, engineOfIt));
  }

  /** A directory with the same files; what is written meanwhile may be missing. */
  static Path copy(Path directory, Path to) throws IOException {
    Files.createDirectories(to);
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
      for (Path file : files) {
        if (Files.isDirectory(file)) {
          copy(file, to.resolve(file.getFileName()));
        } else {
          Files.write(to.resolve(file.getFileName()), Files.readAllBytes(file));
        }
      }
    }
    return to;
  }

  AgentOptions options() {
    return options(state);
  }

  private AgentOptions options(Path stateDirectory) {
    return new AgentOptions(
        HOST,
        null,
        stateDirectory,
        ZooKeeperOptions.of("localhost:2181"),
        takeOverAfter,
        acceptCluster,
        DockerEndpoint.parse(null, null),
        DockerOptions.none(),
        Map.of("AGENT", "1"),
        Map.of("role", "web"),
        portRange,
        TaskPlanner.KEPT,
        images,
        new ServiceRegistrarOptions("example.net", null, null),
        List.of(),
        http,
        admin,
        0);
  }

  Outside outside() {
    return outside(agentTree, runtime);
  }

  private Outside outside(InMemoryTree tree, ContainerRuntime runtimeOfIt) {
    HostInfo info = new HostInfo("h1", null, null, null, null, 1, 0, 0, 0, 0, 0, null, null, null);
    AgentInfo process =
        new AgentInfo(null, null, null, null, null, null, null, List.of(), 0, 0, "test");
    return new Outside(
        tree,
        runtimeOfIt,
        probe,
        hostPorts,
        registrar,
        events,
        () -> new HostReport(info, process, Map.of("AGENT", "1")),
        clock);
  }

  void restartAgent() throws Exception {
    agent.close();
    startAgent();
  }

  Job job(String name, String image) {
    return Job.newBuilder(name, "1")
        .setId(new JobId(name, "1", "a".repeat(40)))
        .setImage(image)
        .setPorts(Map.of("http", PortMapping.of(80)))
        .setSecondsToWaitBeforeKill(1)
        .build();
  }

  void registered() {
    eventually(() -> master.get(Paths.hostUp(HOST)).isPresent());
  }

  long deploy(Job job) throws Exception {
    return deploy(job, Goal.START);
  }

  long deploy(Job job, Goal goal) throws Exception {
    registered();
    generation++;
    eventually(() -> deploys(job, goal));
    return generation;
  }

  /** As a master does it: whoever's facts were overtaken by the agent's writes decides again. */
  private boolean deploys(Job job, Goal goal) throws Exception {
    JobId id = job.id();
    Changes changes = Changes.NONE;
    if (master.get(Paths.job(id)).isEmpty()) {
      changes = changes.create(Paths.job(id), Stored.bytes(job));
    }
    byte[] deployment = Stored.bytes(new Deployment(id, goal, "test", null, null, generation));
    Optional<Node> before = master.get(Paths.deployment(HOST, id));
    changes =
        before.isPresent()
            ? changes.set(Paths.deployment(HOST, id), deployment, before.get().version())
            : changes.create(Paths.deployment(HOST, id), deployment);
    Optional<Node> order = master.get(Paths.undeploy(HOST, id));
    if (order.isPresent()) {
      changes = changes.set(Paths.undeploy(HOST, id), order.get().data(), order.get().version());
    }
    for (PortMapping port : job.ports().values()) {
      if (port.externalPort() != null) {
        TreePath path = Paths.port(HOST, port.externalPort(), port.protocol());
        byte[] reservation = Stored.bytes(new PortReservation(id, null));
        changes =
            master.get(path).isPresent()
                ? changes.set(path, reservation, Changes.ANY_VERSION)
                : changes.create(path, reservation);
      }
    }
    try {
      master.commit(changes);
      return true;
    } catch (ChangeRejected overtaken) {
      return false;
    }
  }

  void undeploy(Job job) throws Exception {
    generation++;
    byte[] order = Stored.bytes(new UndeployOrder(job, generation, "test"));
    Changes changes = Changes.NONE;
    if (master.get(Paths.deployment(HOST, job.id())).isPresent()) {
      changes = changes.delete(Paths.deployment(HOST, job.id()));
    }
    TreePath path = Paths.undeploy(HOST, job.id());
    changes =
        master.get(path).isPresent()
            ? changes.set(path, order, Changes.ANY_VERSION)
            : changes.create(path, order);
    master.commit(changes);
  }

  void deregister(String hostId, List<Job> jobs) throws Exception {
    generation++;
    List<UndeployOrder> orders =
        jobs.stream().map(job -> new UndeployOrder(job, generation, "test")).toList();
    master.commit(
        Changes.NONE.create(
            Paths.deregistered(HOST), Stored.bytes(new DeregistrationOrder(hostId, orders))));
    deleteAll(Paths.host(HOST));
  }

  /** Deletes everything at and below at once, however the agent is writing there meanwhile. */
  void deleteAll(TreePath top) throws Exception {
    eventually(
        () -> {
          List<TreePath> doomed = new ArrayList<>(store.everything().keySet());
          doomed.removeIf(path -> !path.isWithin(top) || path.equals(TreePath.ROOT));
          doomed.sort((a, b) -> b.value().length() - a.value().length());
          Changes changes = Changes.NONE;
          for (TreePath path : doomed) {
            changes = changes.delete(path);
          }
          try {
            master.commit(changes);
            return true;
          } catch (ChangeRejected e) {
            return false;
          }
        });
  }

  Optional<TaskReport> report(Job job) {
    try {
      Optional<Node> node = master.get(Paths.taskStatus(HOST, job.id()));
      return node.isPresent()
          ? Optional.of(Stored.read(node.get().data(), StoredStatus.class).report())
          : Optional.empty();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  TaskReport awaitState(Job job, State state) {
    eventually(() -> report(job).map(TaskReport::state).equals(Optional.of(state)));
    return report(job).orElseThrow();
  }

  /** RUNNING for that generation. */
  TaskReport awaitRunning(Job job, long wanted) {
    eventually(
        () ->
            report(job)
                .filter(r -> r.state() == State.RUNNING)
                .filter(r -> r.generation() != null && r.generation() == wanted)
                .isPresent());
    return report(job).orElseThrow();
  }

  void awaitGone(Job job) {
    eventually(
        () ->
            report(job).isEmpty()
                && master.get(Paths.undeploy(HOST, job.id())).isEmpty()
                && engine.containers().stream().noneMatch(isOf(job)));
  }

  /** States told so far, oldest first. */
  List<State> history(Job job) throws Exception {
    return events(job).stream().map(TaskReport::state).toList();
  }

  List<TaskReport> events(Job job) throws Exception {
    Optional<Node> node = master.get(Paths.taskHistory(job.id(), HOST));
    return node.isEmpty()
        ? List.of()
        : Stored.read(node.get().data(), StoredHistory.class).events().stream()
            .map(StoredHistory.Event::report)
            .toList();
  }

  List<Observed> running(Job job) {
    return engine.containers().stream()
        .filter(isOf(job))
        .filter(c -> c.phase() == Observed.Phase.RUNNING)
        .toList();
  }

  private static java.util.function.Predicate<Observed> isOf(Job job) {
    return c -> c.task().job().equals(job.id());
  }

  static void eventually(Callable<Boolean> condition) {
    await().atMost(LIMIT).pollInterval(Duration.ofMillis(10)).until(condition);
  }

  @Override
  public void close() throws IOException {
    if (agent != null) {
      agent.close();
    }
    master.close();
  }
}
