package io.helios.serviceregistration;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Where services are to be registered.
 *
 * @param domain in which they are found; empty for none
 * @param registry address in the plugin's own words; null to find the registry by the domain
 * @param plugin jar of the plugin; null to look on the class path
 */
public record ServiceRegistrarOptions(
    String domain, @Nullable String registry, @Nullable Path plugin) {
  /** Services are not registered. */
  public static final ServiceRegistrarOptions NONE = new ServiceRegistrarOptions("", null, null);

  /**
   * Loads the plugin. The registrar itself is made by whoever gets this, who may have to try again:
   * the registry need not be there yet.
   *
   * @return empty when nothing is to be registered: there is no plugin, or neither a registry nor a
   *     domain
   * @throws ServiceRegistrarLoadingException when the plugin cannot be used, or is missing although
   *     a registry is named
   */
  public Optional<Supplier<ServiceRegistrar>> load() throws ServiceRegistrarLoadingException {
    Optional<ServiceRegistrarFactory> found =
        plugin == null
            ? ServiceRegistrarLoader.load()
            : Optional.of(ServiceRegistrarLoader.load(plugin));
    if (found.isEmpty() && registry != null) {
      throw new ServiceRegistrarLoadingException(
          "--service-registry is given, but no plugin that could speak to it:"
              + " name its jar with --service-registrar-plugin");
    }
    return found.flatMap(this::registrar);
  }

  private Optional<Supplier<ServiceRegistrar>> registrar(ServiceRegistrarFactory factory) {
    String address = registry;
    if (address != null) {
      return Optional.of(() -> factory.create(address));
    }
    return domain.isEmpty() ? Optional.empty() : Optional.of(() -> factory.createForDomain(domain));
  }
}
