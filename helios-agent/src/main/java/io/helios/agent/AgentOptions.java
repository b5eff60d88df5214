package io.helios.agent;

import io.helios.agent.image.ImageRules;
import io.helios.agent.ports.PortRange;
import io.helios.agent.runtime.docker.DockerEndpoint;
import io.helios.agent.runtime.docker.DockerOptions;
import io.helios.coordination.tree.zookeeper.ZooKeeperOptions;
import io.helios.model.host.HostName;
import io.helios.serviceregistration.ServiceRegistrarOptions;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How an agent is to run.
 *
 * @param id wanted identity of a new state directory; null for a random one
 * @param takeOverAfter how long another agent of the same name must have been down
 * @param acceptCluster identity of a cluster to join in place of the remembered one
 * @param env environment of every container, which jobs may override
 * @param keptContainers newest ended containers of each task that stay
 * @param images which images are removed once nobody uses them
 * @param registrar where the services of jobs are registered
 * @param kafka brokers to which statuses are told as events; empty for none
 * @param http address of the agent's API; empty for none
 * @param admin address of health and metrics; empty for none
 * @param verbosity how often {@code -v} was given
 */
public record AgentOptions(
    HostName name,
    @Nullable String id,
    Path stateDirectory,
    ZooKeeperOptions zooKeeper,
    Duration takeOverAfter,
    @Nullable String acceptCluster,
    DockerEndpoint docker,
    DockerOptions containers,
    Map<String, String> env,
    Map<String, String> labels,
    PortRange portRange,
    int keptContainers,
    ImageRules images,
    ServiceRegistrarOptions registrar,
    List<String> kafka,
    Optional<InetSocketAddress> http,
    Optional<InetSocketAddress> admin,
    int verbosity) {
  public AgentOptions {
    env = Map.copyOf(env);
    labels = Map.copyOf(labels);
    kafka = List.copyOf(kafka);
  }
}
