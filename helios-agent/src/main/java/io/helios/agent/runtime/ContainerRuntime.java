package io.helios.agent.runtime;

import io.helios.coordination.tree.Subscription;
import io.helios.model.host.DockerVersion;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Containers on this host. Calls block, each with a deadline of its own; an interrupt abandons the
 * call, not the container: it then throws with the thread's interrupt flag set. Every step can be
 * repeated: doing it twice equals doing it once.
 */
public interface ContainerRuntime extends AutoCloseable {

  /** All containers that carry the host's id in their labels, whatever their phase. */
  List<Observed> list(String hostId) throws RuntimeFailure;

  /** One container; empty when it is gone. */
  Optional<Observed> inspect(ContainerId id) throws RuntimeFailure;

  /** Identity of the image that goes by that name on this host; empty if none does. */
  Optional<String> imageId(String image) throws RuntimeFailure;

  /** Whether the image is on this host. */
  default boolean hasImage(String image) throws RuntimeFailure {
    return imageId(image).isPresent();
  }

  /**
   * Fetches the image from its registry.
   *
   * @param credentials name of the registry credentials on this host that the job asks for; null
   *     for those that serve every job, if any
   */
  void pull(String image, @Nullable String credentials) throws RuntimeFailure;

  /** Makes a container; where one of the same name and labels exists, returns that. */
  ContainerId create(ContainerSpec spec) throws RuntimeFailure;

  /** Starts a container; one that runs already is fine. */
  void start(ContainerId id) throws RuntimeFailure;

  /** Asks the container to end (SIGTERM) and kills it after the grace; ended or gone is fine. */
  void stop(ContainerId id, Duration grace) throws RuntimeFailure;

  /** Removes an ended container with its anonymous volumes; gone is fine. */
  void remove(ContainerId id) throws RuntimeFailure;

  /** Runs a command inside; returns its exit code. A limit that runs out is a failure. */
  int exec(ContainerId id, List<String> command, Duration limit) throws RuntimeFailure;

  /**
   * Tells of containers whose phase may have changed; a hint to look again, which may be lost. An
   * empty value means "look at all of them" (the stream was opened, opened again, or lost). The
   * listener may be called on any thread and must return at once.
   */
  Subscription onEvent(Consumer<Optional<ContainerId>> changed);

  /**
   * Address at which ports published on all interfaces answer from the host and from containers.
   */
  Optional<String> bridgeAddress() throws RuntimeFailure;

  /** Name of a running container, anybody's, that has that port of the host; empty if none has. */
  Optional<String> publisher(int port, String protocol) throws RuntimeFailure;

  /** All images on this host, whoever fetched or made them. */
  List<HostImage> images() throws RuntimeFailure;

  /**
   * Takes an image off this host with all its names; gone is fine. One that a container was made
   * of, running or not, is refused.
   *
   * @param id as in {@link HostImage}
   */
  void removeImage(String id) throws RuntimeFailure;

  /** The disk on which the engine keeps images; empty where it cannot be seen from here. */
  Optional<DiskUse> disk() throws RuntimeFailure;

  /** The engine's version. */
  DockerVersion version() throws RuntimeFailure;

  @Override
  void close();
}
