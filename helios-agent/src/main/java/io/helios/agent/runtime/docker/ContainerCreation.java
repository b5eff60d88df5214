package io.helios.agent.runtime.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.NotFoundException;
import io.helios.agent.runtime.ContainerId;
import io.helios.agent.runtime.ContainerSpec;
import io.helios.agent.runtime.Observed;
import io.helios.agent.runtime.RuntimeFailure;
import io.helios.agent.runtime.RuntimeFailure.Kind;
import io.helios.model.job.HealthCheck;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;

/** Makes containers, after a look at whether the engine and the image can do what the job asks. */
final class ContainerCreation {
  private final EngineConnection engine;
  private final EngineConnection.Limits limits;
  private final DockerClient client;
  private final EngineCalls calls;
  private final EngineFailures failures;
  private final DockerOptions options;
  private final ContainerListing listing;

  ContainerCreation(EngineConnection engine, DockerOptions options, ContainerListing listing) {
    this.engine = engine;
    this.limits = engine.limits();
    this.client = engine.client();
    this.calls = engine.calls();
    this.failures = engine.failures();
    this.options = options;
    this.listing = listing;
  }

  /** The container, or the one of the same name and task that is there already. */
  ContainerId create(ContainerSpec spec) throws RuntimeFailure {
    String image = Objects.requireNonNullElse(spec.job().image(), "");
    String doing = "create a container of " + image;
    requireKnown(spec.job().container().hostConfig().keySet());
    if (spec.job().healthCheck() instanceof HealthCheck.Docker) {
      requireOwnCheck(image);
    }
    CreateContainerCmd command;
    try {
      command = new ContainerConfig(spec, options).into(client.createContainerCmd(image));
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new RuntimeFailure(Kind.REFUSED, "cannot " + doing + ": " + e.getMessage(), e);
    }
    try {
      return new ContainerId(
          calls.answer(doing, limits.slow(), calls.begin(() -> command.exec().getId())));
    } catch (ExecutionException e) {
      if (EngineCalls.cause(e) instanceof ConflictException) {
        return existing(spec, failures.of(doing, EngineCalls.cause(e)));
      }
      if (EngineCalls.cause(e) instanceof NotFoundException missing
          && EngineFailures.said(missing).toLowerCase(Locale.ROOT).contains("no such image")) {
        throw new RuntimeFailure(
            Kind.IMAGE_MISSING, "the image " + image + " is not on this host", missing);
      }
      throw failures.of(doing, EngineCalls.cause(e));
    }
  }

  private void requireKnown(Set<String> keys) throws RuntimeFailure {
    if (!EngineKeys.depend(keys)) {
      return;
    }
    Optional<String> problem = EngineKeys.problem(keys, engine.version().apiVersion());
    if (problem.isPresent()) {
      throw new RuntimeFailure(Kind.REFUSED, problem.get(), null);
    }
  }

  private void requireOwnCheck(String image) throws RuntimeFailure {
    boolean has =
        calls.call(
            "look for the HEALTHCHECK of the image " + image,
            limits.call(),
            () -> {
              try {
                return EngineChecks.has(client.inspectImageCmd(image).exec());
              } catch (NotFoundException toldByCreating) {
                return true;
              }
            });
    if (!has) {
      throw new RuntimeFailure(
          Kind.REFUSED,
          "the job's health check is of type docker, but the image %s has no HEALTHCHECK"
              .formatted(image),
          null);
    }
  }

  private ContainerId existing(ContainerSpec spec, RuntimeFailure conflict) throws RuntimeFailure {
    return listing
        .inspect(new ContainerId(spec.name()))
        .filter(container -> container.task().equals(spec.task()))
        .map(Observed::id)
        .orElseThrow(() -> conflict);
  }
}
