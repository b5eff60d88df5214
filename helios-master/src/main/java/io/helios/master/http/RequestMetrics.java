package io.helios.master.http;

import com.codahale.metrics.MetricRegistry;
import io.helios.model.api.Version;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import java.lang.reflect.Method;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts requests under the predecessor's names, such as {@code
 * helios.master.JobsResource#create_count_success}. Other than there, 400 is the user's error and
 * not ours.
 */
public final class RequestMetrics implements ContainerResponseFilter {
  private static final String PREFIX = "helios.master.";

  /** More are not told apart: anybody can send any version. */
  private static final int MOST_VERSIONS = 50;

  private final MetricRegistry registry;
  private final Set<String> versions = ConcurrentHashMap.newKeySet();

  public RequestMetrics(MetricRegistry registry) {
    this.registry = registry;
  }

  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response) {
    Optional<Method> method = EventFilter.method(request);
    if (method.isPresent()) {
      String name =
          PREFIX + method.get().getDeclaringClass().getSimpleName() + "#" + method.get().getName();
      String outcome = outcome(response.getStatus());
      registry.counter(name + "_count_" + outcome).inc();
      registry.meter(name + "_meter_" + outcome).mark();
    }
    Optional.ofNullable(request.getHeaderString(Headers.VERSION))
        .flatMap(Version::parse)
        .map(Version::toString)
        .map(it -> versions.contains(it) || versions.size() < MOST_VERSIONS ? it : "others")
        .ifPresent(
            it -> {
              versions.add(it);
              registry
                  .meter(PREFIX.substring(0, PREFIX.length() - 1) + "_meter_client_version." + it)
                  .mark();
            });
  }

  /** 404 is an answer like any other. */
  static String outcome(int status) {
    if (status >= 500) {
      return "failures";
    }
    return status < 400 || status == 404 ? "success" : "usererror";
  }
}
