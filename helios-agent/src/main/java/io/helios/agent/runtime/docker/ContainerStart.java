package io.helios.agent.runtime.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.exception.NotModifiedException;
import io.helios.agent.runtime.ContainerId;
import io.helios.agent.runtime.RuntimeFailure;
import io.helios.agent.runtime.RuntimeFailure.Kind;
import io.helios.model.job.PortMapping;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts containers, and finds out who has the port when one cannot have it. */
final class ContainerStart {
  private static final Logger log = LoggerFactory.getLogger(ContainerStart.class);

  private final DockerClient client;
  private final EngineCalls calls;
  private final EngineFailures failures;
  private final Duration limit;
  private final ContainerListing listing;

  ContainerStart(EngineConnection engine, ContainerListing listing) {
    this.client = engine.client();
    this.calls = engine.calls();
    this.failures = engine.failures();
    this.limit = engine.limits().slow();
    this.listing = listing;
  }

  void run(ContainerId id) throws RuntimeFailure {
    String doing = "start container " + id;
    try {
      calls.answer(doing, limit, calls.begin(() -> client.startContainerCmd(id.value()).exec()));
    } catch (ExecutionException e) {
      if (EngineCalls.cause(e) instanceof NotModifiedException) {
        return;
      }
      if (EngineCalls.cause(e) instanceof NotFoundException gone
          && EngineFailures.said(gone).toLowerCase(Locale.ROOT).contains("no such container")) {
        throw new RuntimeFailure(Kind.BROKEN, "container " + id + " is gone", gone);
      }
      throw namingHolder(failures.of(doing, EngineCalls.cause(e)));
    }
  }

  /** Says whose port it is, if another container has it; of other processes nothing is known. */
  private RuntimeFailure namingHolder(RuntimeFailure failure) {
    Integer port = failure.port();
    if (port == null) {
      return failure;
    }
    String held = "port " + port + ", held by somebody else on the engine's host";
    try {
      for (String protocol : List.of(PortMapping.TCP, PortMapping.UDP)) {
        Optional<String> holder = listing.publisher(port, protocol);
        if (holder.isPresent()) {
          held = "port " + port + "/" + protocol + ", held by the container " + holder.get();
          break;
        }
      }
    } catch (RuntimeFailure unknown) {
      log.debug("the holder of port {} is not known", port, unknown);
    }
    return RuntimeFailure.ofPort(Kind.PORT_TAKEN, port, held, failure);
  }
}
