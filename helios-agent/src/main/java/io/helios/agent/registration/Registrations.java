package io.helios.agent.registration;

import io.helios.agent.condition.Conditions;
import io.helios.agent.runtime.ContainerId;
import io.helios.agent.runtime.Observed;
import io.helios.model.job.Job;
import io.helios.serviceregistration.ServiceRegistrar;
import io.helios.serviceregistration.ServiceRegistration;
import io.helios.serviceregistration.ServiceRegistrationHandle;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The registrations of this host's containers, at most one for each. A call that did not end in
 * time is not made a second time: whoever tries again waits for it. Safe for any thread, but for
 * one container only one at a time.
 */
public final class Registrations implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Registrations.class);
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private final @Nullable RegistrarCalls calls;
  private final ServiceEndpoints endpoints;
  private final Conditions conditions;
  private final Map<ContainerId, Registration> all = new ConcurrentHashMap<>();

  private static final class Registration {
    final CompletableFuture<ServiceRegistrationHandle> registering;
    volatile @Nullable CompletableFuture<Boolean> withdrawing;

    Registration(CompletableFuture<ServiceRegistrationHandle> registering) {
      this.registering = registering;
    }
  }

  /**
   * Nothing is registered yet.
   *
   * @param source makes the registrar; empty where nothing is to be registered
   */
  public Registrations(
      Optional<Supplier<ServiceRegistrar>> source,
      ServiceEndpoints endpoints,
      Conditions conditions) {
    this(source, endpoints, conditions, PATIENCE);
  }

  Registrations(
      Optional<Supplier<ServiceRegistrar>> source,
      ServiceEndpoints endpoints,
      Conditions conditions,
      Duration patience) {
    this.calls = source.map(it -> new RegistrarCalls(it, patience)).orElse(null);
    this.endpoints = endpoints;
    this.conditions = conditions;
  }

  /** Whether this host registers services at all. */
  public boolean isUsed() {
    return calls != null;
  }

  /**
   * Registers the container's services, unless they are registered. Blocks for a few seconds at
   * most.
   */
  public void register(Job job, Observed container) throws RegistrarFailure, InterruptedException {
    Optional<ServiceRegistration> wanted = endpoints.of(job, container.ports());
    if (calls == null || wanted.isEmpty()) {
      return;
    }
    try {
      register(calls, container.id(), wanted.get());
      conditions.end(Conditions.REGISTRAR);
    } catch (RegistrarFailure e) {
      conditions.begin(Conditions.REGISTRAR, String.valueOf(e.getMessage()));
      throw e;
    }
  }

  /** Takes back what was registered for the container, if anything was. Blocks as registering. */
  public void withdraw(ContainerId container) throws RegistrarFailure, InterruptedException {
    Registration registration = all.get(container);
    if (calls == null || registration == null) {
      return;
    }
    try {
      withdraw(calls, container, registration);
      conditions.end(Conditions.REGISTRAR);
    } catch (RegistrarFailure e) {
      conditions.begin(Conditions.REGISTRAR, String.valueOf(e.getMessage()));
      throw e;
    }
  }

  /** Closes the registrar, but takes nothing back: the containers run on. */
  @Override
  public void close() {
    if (calls == null) {
      return;
    }
    try {
      calls.end();
    } catch (RegistrarFailure e) {
      log.warn("The service registrar did not close: {}", e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void register(RegistrarCalls calls, ContainerId container, ServiceRegistration wanted)
      throws RegistrarFailure, InterruptedException {
    Registration registration = all.get(container);
    if (registration != null && registration.withdrawing != null) {
      withdraw(calls, container, registration); // It began and has to end first.
      registration = null;
    }
    if (registration == null || registration.registering.isCompletedExceptionally()) {
      registration = new Registration(calls.begin(registrar -> handle(registrar.register(wanted))));
      all.put(container, registration);
    }
    ServiceRegistrationHandle handle = calls.await(registration.registering);
    CompletableFuture<Void> known = handle.registered().toCompletableFuture();
    try {
      calls.await(known);
    } catch (RegistrarFailure e) {
      if (known.isCompletedExceptionally()) {
        withdraw(calls, container, registration); // The next try is a new one.
      }
      throw e;
    }
  }

  private void withdraw(RegistrarCalls calls, ContainerId container, Registration registration)
      throws RegistrarFailure, InterruptedException {
    if (!registration.registering.isCompletedExceptionally()) {
      ServiceRegistrationHandle handle = calls.await(registration.registering);
      CompletableFuture<Boolean> withdrawing = registration.withdrawing;
      if (withdrawing == null || withdrawing.isCompletedExceptionally()) {
        withdrawing =
            calls.begin(
                registrar -> {
                  registrar.unregister(handle);
                  return true;
                });
        registration.withdrawing = withdrawing;
      }
      calls.await(withdrawing);
    }
    all.remove(container);
  }

  @SuppressWarnings("ConstantValue") // It comes from a plugin.
  private static ServiceRegistrationHandle handle(ServiceRegistrationHandle returned) {
    if (returned == null) {
      throw new IllegalStateException("it returned no handle");
    }
    return returned;
  }
}
