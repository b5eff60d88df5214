package io.helios.agent.runtime.docker;

import com.github.dockerjava.api.exception.NotFoundException;
import io.helios.agent.runtime.RuntimeFailure;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Address at which ports published on all interfaces answer, from the host and from containers. */
final class PublishedAddress {
  private final EngineConnection engine;
  private volatile @Nullable String gateway;

  PublishedAddress(EngineConnection engine) {
    this.engine = engine;
  }

  /** Looks it up, once; empty where the engine has no bridge. */
  Optional<String> find() throws RuntimeFailure {
    Optional<String> remote = engine.endpoint().remoteHost();
    if (remote.isPresent()) {
      return remote;
    }
    String known = gateway;
    if (known != null) {
      return Optional.of(known);
    }
    Optional<String> found =
        engine.calls().call("look up the bridge network", engine.limits().call(), this::look);
    gateway = found.orElse(null);
    return found;
  }

  /** The engine may have been started anew, with another network. */
  void forget() {
    gateway = null;
  }

  private Optional<String> look() {
    try {
      return BridgeGateway.of(engine.client().inspectNetworkCmd().withNetworkId("bridge").exec());
    } catch (NotFoundException engineWithoutBridge) {
      return Optional.empty();
    }
  }
}
