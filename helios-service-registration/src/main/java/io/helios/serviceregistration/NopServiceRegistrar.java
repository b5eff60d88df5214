package io.helios.serviceregistration;

/** Registers nothing. */
public final class NopServiceRegistrar implements ServiceRegistrar {
  @Override
  public ServiceRegistrationHandle register(ServiceRegistration registration) {
    return new NopServiceRegistrationHandle();
  }

  @Override
  public void unregister(ServiceRegistrationHandle handle) {
    // Nothing was registered.
  }

  @Override
  public void close() {
    // Nothing is held.
  }
}
