package io.helios.benchmarks.agents;

import io.helios.agent.runtime.ContainerId;
import io.helios.agent.runtime.ContainerRuntime;
import io.helios.agent.runtime.ContainerSpec;
import io.helios.agent.runtime.DiskUse;
import io.helios.agent.runtime.HostImage;
import io.helios.agent.runtime.Observed;
import io.helios.agent.runtime.RuntimeFailure;
import io.helios.benchmarks.cluster.Pause;
import io.helios.benchmarks.fleet.StartTimes.Call;
import io.helios.coordination.tree.Subscription;
import io.helios.model.host.DockerVersion;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** An engine whose creates, starts, stops and removes take time, and are heard of. */
final class TimedRuntime implements ContainerRuntime {
  private final ContainerRuntime engine;
  private final Steps steps;

  /** Hears of each step before it is taken, on the agent's thread; says how long it takes. */
  interface Steps {
    Duration take(Call call);

    void creates(ContainerSpec spec);

    void pulls();
  }

  TimedRuntime(ContainerRuntime engine, Steps steps) {
    this.engine = engine;
    this.steps = steps;
  }

  private void take(Call call) throws RuntimeFailure {
    try {
      Pause.of(steps.take(call));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RuntimeFailure(RuntimeFailure.Kind.UNAVAILABLE, "the call was abandoned", e);
    }
  }

  @Override
  public ContainerId create(ContainerSpec spec) throws RuntimeFailure {
    steps.creates(spec);
    take(Call.CREATE);
    return engine.create(spec);
  }

  @Override
  public void start(ContainerId id) throws RuntimeFailure {
    take(Call.START);
    engine.start(id);
  }

  @Override
  public void stop(ContainerId id, Duration grace) throws RuntimeFailure {
    take(Call.STOP);
    engine.stop(id, grace);
  }

  @Override
  public void remove(ContainerId id) throws RuntimeFailure {
    take(Call.REMOVE);
    engine.remove(id);
  }

  @Override
  public List<Observed> list(String hostId) throws RuntimeFailure {
    return engine.list(hostId);
  }

  @Override
  public Optional<Observed> inspect(ContainerId id) throws RuntimeFailure {
    return engine.inspect(id);
  }

  @Override
  public Optional<String> imageId(String image) throws RuntimeFailure {
    return engine.imageId(image);
  }

  @Override
  public void pull(String image, @Nullable String credentials) throws RuntimeFailure {
    steps.pulls();
    engine.pull(image, credentials);
  }

  @Override
  public int exec(ContainerId id, List<String> command, Duration limit) throws RuntimeFailure {
    return engine.exec(id, command, limit);
  }

  @Override
  public Subscription onEvent(Consumer<Optional<ContainerId>> changed) {
    return engine.onEvent(changed);
  }

  @Override
  public Optional<String> bridgeAddress() throws RuntimeFailure {
    return engine.bridgeAddress();
  }

  @Override
  public Optional<String> publisher(int port, String protocol) throws RuntimeFailure {
    return engine.publisher(port, protocol);
  }

  @Override
  public List<HostImage> images() throws RuntimeFailure {
    return engine.images();
  }

  @Override
  public void removeImage(String id) throws RuntimeFailure {
    engine.removeImage(id);
  }

  @Override
  public Optional<DiskUse> disk() throws RuntimeFailure {
    return engine.disk();
  }

  @Override
  public DockerVersion version() throws RuntimeFailure {
    return engine.version();
  }

  @Override
  public void close() {
    engine.close();
  }
}
