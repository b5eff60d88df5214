package io.helios.serviceregistration;

/**
 * A plugin's entry: named in {@code META-INF/services/} of its jar, with a public constructor
 * without parameters. Each process asks once for a registrar, with one of the two methods; when
 * that fails, it asks again later.
 */
public interface ServiceRegistrarFactory {
  /** A registrar for the registry of that address, as given with {@code --service-registry}. */
  ServiceRegistrar create(String address);

  /** A registrar that finds the registry of that domain by itself. */
  ServiceRegistrar createForDomain(String domain);
}
