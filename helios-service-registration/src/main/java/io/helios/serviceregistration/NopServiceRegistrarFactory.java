package io.helios.serviceregistration;

/** Makes registrars that register nothing. */
public final class NopServiceRegistrarFactory implements ServiceRegistrarFactory {
  @Override
  public ServiceRegistrar create(String address) {
    return new NopServiceRegistrar();
  }

  @Override
  public ServiceRegistrar createForDomain(String domain) {
    return new NopServiceRegistrar();
  }
}
