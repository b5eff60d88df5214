package io.helios.agent;

import io.helios.agent.health.ContainerProbe;
import io.helios.agent.health.HealthProbe;
import io.helios.agent.host.BindProbe;
import io.helios.agent.host.HostFacts;
import io.helios.agent.ports.HostPorts;
import io.helios.agent.runtime.ContainerRuntime;
import io.helios.agent.runtime.docker.DockerRuntime;
import io.helios.coordination.layout.HostReport;
import io.helios.coordination.tree.Tree;
import io.helios.coordination.tree.zookeeper.ZooKeeperTree;
import io.helios.events.EventSender;
import io.helios.events.delivery.KafkaSender;
import io.helios.model.api.HeliosVersion;
import io.helios.serviceregistration.ServiceRegistrar;
import io.helios.serviceregistration.ServiceRegistrarLoadingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Everything that an agent meets outside of itself.
 *
 * @param registrar makes what registers services; empty where nothing does
 * @param events where statuses are told as events; empty for nowhere
 * @param report describes the host; called once a minute, may block for a moment
 */
public record Outside(
    Tree tree,
    ContainerRuntime runtime,
    HealthProbe probe,
    HostPorts hostPorts,
    Optional<Supplier<ServiceRegistrar>> registrar,
    Optional<EventSender> events,
    Supplier<HostReport> report,
    Clock clock)
    implements AutoCloseable {

  /**
   * The real thing: ZooKeeper, a container engine, a service registry, this machine. Nothing of it
   * needs to answer.
   *
   * @throws ServiceRegistrarLoadingException when the plugin for the registry cannot be used
   */
  public static Outside real(AgentOptions options) throws ServiceRegistrarLoadingException {
    Optional<Supplier<ServiceRegistrar>> registrar = options.registrar().load();
    ContainerRuntime runtime = new DockerRuntime(options.docker(), options.containers());
    Path certificates = options.docker().certPath();
    HostFacts facts =
        new HostFacts(
            runtime,
            options.docker().toString(),
            certificates == null ? null : certificates.toString(),
            HeliosVersion.current().toString());
    return new Outside(
        ZooKeeperTree.connect(options.zooKeeper()),
        runtime,
        new ContainerProbe(runtime),
        hostPorts(options),
        registrar,
        options.kafka().isEmpty() ? Optional.empty() : Optional.of(KafkaSender.to(options.kafka())),
        () -> new HostReport(facts.host(), facts.agent(), options.env()),
        Clock.systemUTC());
  }

  /** Ports can be tried only where the engine maps them: on this machine, outside of containers. */
  private static HostPorts hostPorts(AgentOptions options) {
    boolean inContainer =
        Files.exists(Path.of("/.dockerenv")) || Files.exists(Path.of("/run/.containerenv"));
    boolean elsewhere = options.docker().remoteHost().isPresent();
    return inContainer || elsewhere ? HostPorts.UNKNOWN : new BindProbe();
  }

  @Override
  public void close() {
    tree.close();
    runtime.close();
  }
}
