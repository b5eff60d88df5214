package io.helios.master;

import io.helios.coordination.thread.OwnThread;
import io.helios.serviceregistration.ServiceRegistrar;
import io.helios.serviceregistration.ServiceRegistration;
import io.helios.serviceregistration.ServiceRegistrationHandle;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes this master known to its clients, for as long as it lives. */
final class SelfRegistration implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(SelfRegistration.class);
  private static final long RETRY_MILLIS = 10_000;
  private static final long CLOSE_MILLIS = 3_000;

  private final Supplier<ServiceRegistrar> source;
  private final ServiceRegistration registration;
  private final OwnThread thread = new OwnThread("registrar");

  // Owned by the thread.
  private @Nullable ServiceRegistrar registrar;
  private @Nullable ServiceRegistrationHandle handle;
  private boolean complained;

  /**
   * Begins to register; never blocks, and is tried until it works.
   *
   * @param host under which clients reach the master
   */
  SelfRegistration(Supplier<ServiceRegistrar> source, String domain, String host, int port) {
    this.source = source;
    this.registration =
        ServiceRegistration.newBuilder().endpoint("helios", "http", port, domain, host).build();
    thread.execute(this::register);
  }

  private void register() {
    try {
      ServiceRegistrar made = registrar;
      if (made == null) {
        made = source.get();
        registrar = made;
      }
      handle = made.register(registration);
      log.info("registered as {}", registration.getEndpoints());
    } catch (RuntimeException e) {
      if (!complained) {
        complained = true;
        log.warn("this master is not registered yet, trying on: {}", e.toString());
      }
      thread.executeAfter(RETRY_MILLIS, this::register);
    }
  }

  /** Withdraws it, if the registrar does so in time. */
  @Override
  public void close() {
    thread.execute(this::withdraw);
    thread.close();
    try {
      if (!thread.awaitEnd(CLOSE_MILLIS)) {
        log.warn("the service registrar does not answer; the registration has to expire");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void withdraw() {
    ServiceRegistrar made = registrar;
    if (made == null) {
      return;
    }
    ServiceRegistrationHandle registered = handle;
    if (registered != null) {
      made.unregister(registered);
    }
    made.close();
  }
}
