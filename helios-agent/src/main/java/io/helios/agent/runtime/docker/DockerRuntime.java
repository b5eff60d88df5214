package io.helios.agent.runtime.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.exception.NotModifiedException;
import io.helios.agent.runtime.ContainerId;
import io.helios.agent.runtime.ContainerRuntime;
import io.helios.agent.runtime.ContainerSpec;
import io.helios.agent.runtime.DiskUse;
import io.helios.agent.runtime.HostImage;
import io.helios.agent.runtime.Observed;
import io.helios.agent.runtime.RuntimeFailure;
import io.helios.coordination.tree.Subscription;
import io.helios.model.host.DockerVersion;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Containers of a Docker engine. Making one of these does not talk to the engine yet. */
public final class DockerRuntime implements ContainerRuntime {
  private static final Logger log = LoggerFactory.getLogger(DockerRuntime.class);

  private final DockerOptions options;
  private final EngineConnection engine;
  private final EngineConnection.Limits limits;
  private final DockerClient client;
  private final RegistryLogins logins;
  private final EngineFailures failures;
  private final EngineCalls calls;
  private final EngineEvents events;
  private final ObservedCache cache = new ObservedCache();
  private final ContainerListing listing;
  private final ContainerCreation creation;
  private final ContainerStart start;
  private final ExecRun exec;
  private final PublishedAddress address;
  private final EngineImages images;

  public DockerRuntime(DockerEndpoint endpoint, DockerOptions options) {
    this(endpoint, options, EngineConnection.Limits.USUAL, EngineEvents.RENEWAL);
  }

  /** With a limit of its own for calls that take no time on a healthy engine. */
  DockerRuntime(DockerEndpoint endpoint, DockerOptions options, Duration limit) {
    this(endpoint, options, EngineConnection.Limits.quick(limit), EngineEvents.RENEWAL);
  }

  DockerRuntime(
      DockerEndpoint endpoint,
      DockerOptions options,
      EngineConnection.Limits limits,
      Duration renewal) {
    this.options = options;
    this.logins = new RegistryLogins(options.pulls());
    this.limits = limits;
    this.engine = new EngineConnection(endpoint, limits);
    this.client = engine.client();
    this.failures = engine.failures();
    this.calls = engine.calls();
    this.events = new EngineEvents(engine, renewal, this::changed);
    this.listing = new ContainerListing(engine, cache, events::live);
    this.creation = new ContainerCreation(engine, options, listing);
    this.start = new ContainerStart(engine, listing);
    this.exec = new ExecRun(engine);
    this.address = new PublishedAddress(engine);
    this.images = new EngineImages(engine);
  }

  private void changed(Optional<ContainerId> container) {
    cache.changed(container);
    if (container.isEmpty()) {
      address.forget();
    }
  }

  @Override
  public List<Observed> list(String hostId) throws RuntimeFailure {
    List<Observed> all = listing.list(hostId);
    events.engineAnswers();
    return all;
  }

  @Override
  public Optional<Observed> inspect(ContainerId id) throws RuntimeFailure {
    return listing.inspect(id);
  }

  @Override
  public Optional<String> imageId(String image) throws RuntimeFailure {
    return images.id(image);
  }

  @Override
  public void pull(String image, @Nullable String credentials) throws RuntimeFailure {
    RegistryLogins.Login login = logins.login(image, credentials);
    // A pull may be silent for minutes, and nobody can free its thread while the engine hangs.
    engine.mustAnswer();
    new ImagePull(image, login, options.pulls().stallLimit(), failures).run(engine.newClient());
  }

  @Override
  public ContainerId create(ContainerSpec spec) throws RuntimeFailure {
    return creation.create(spec);
  }

  @Override
  public void start(ContainerId id) throws RuntimeFailure {
    try {
      start.run(id);
    } finally {
      cache.changed(Optional.of(id));
    }
  }

  @Override
  public Optional<String> publisher(int port, String protocol) throws RuntimeFailure {
    return listing.publisher(port, protocol);
  }

  @Override
  public void stop(ContainerId id, Duration grace) throws RuntimeFailure {
    int seconds = Math.toIntExact(Math.min(grace.plusMillis(999).toSeconds(), Integer.MAX_VALUE));
    try {
      calls.call(
          "stop container " + id,
          limits.slow().plusSeconds(seconds),
          () -> {
            try {
              client.stopContainerCmd(id.value()).withTimeout(seconds).exec();
            } catch (NotModifiedException | NotFoundException ended) {
              log.debug("container {} has ended already", id);
            }
            return true;
          });
    } finally {
      cache.changed(Optional.of(id));
    }
  }

  @Override
  public void remove(ContainerId id) throws RuntimeFailure {
    try {
      calls.call(
          "remove container " + id,
          limits.slow(),
          () -> {
            try {
              client.removeContainerCmd(id.value()).withRemoveVolumes(true).exec();
            } catch (NotFoundException gone) {
              log.debug("container {} is gone already", id);
            }
            return true;
          });
    } finally {
      cache.changed(Optional.of(id));
    }
  }

  @Override
  public int exec(ContainerId id, List<String> command, Duration limit) throws RuntimeFailure {
    return exec.run(id, command, limit);
  }

  @Override
  public Subscription onEvent(Consumer<Optional<ContainerId>> changed) {
    return events.listen(changed);
  }

  @Override
  public Optional<String> bridgeAddress() throws RuntimeFailure {
    return address.find();
  }

  @Override
  public List<HostImage> images() throws RuntimeFailure {
    return images.all();
  }

  @Override
  public void removeImage(String id) throws RuntimeFailure {
    images.remove(id);
  }

  @Override
  public Optional<DiskUse> disk() throws RuntimeFailure {
    return images.disk();
  }

  @Override
  public DockerVersion version() throws RuntimeFailure {
    return engine.version();
  }

  @Override
  public void close() {
    events.close();
    engine.close();
  }
}
