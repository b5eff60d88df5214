package io.helios.serviceregistration;

/**
 * Makes services known to others. Called by a few threads at once; a call that takes longer than a
 * few seconds, or throws, counts as failed and is made again later.
 *
 * <p>Whoever registers may be killed at any time, and leaves its registrations behind when it is
 * stopped, because the services run on. So a registration has to expire by itself (a minute is
 * usual) unless the registrar keeps it alive, and to be registered again after a restart is normal:
 * it must not lead to a second entry.
 */
public interface ServiceRegistrar extends AutoCloseable {
  /**
   * Registers all endpoints, asynchronously: does not wait for the registry.
   *
   * @return what to unregister them with, and to learn when it is done
   */
  ServiceRegistrationHandle register(ServiceRegistration registration);

  /** Takes the endpoints out of the registry. Called once for each handle unless it throws. */
  void unregister(ServiceRegistrationHandle handle);

  /**
   * The process ends. Frees what the registrar holds, but leaves what is still registered to
   * expire: these services run on and will be registered again by the process that comes next.
   */
  @Override
  void close();
}
