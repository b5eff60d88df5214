package io.helios.agent.registration;

import io.helios.model.host.HostName;
import io.helios.model.job.HealthCheck;
import io.helios.model.job.Job;
import io.helios.model.job.PortMapping;
import io.helios.model.job.ServiceEndpoint;
import io.helios.model.job.ServicePorts;
import io.helios.serviceregistration.ServiceRegistration;
import io.helios.serviceregistration.ServiceRegistration.EndpointHealthCheck;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is registered for a container.
 *
 * @param domain in which jobs are found that name none; may be empty
 */
public record ServiceEndpoints(HostName host, String domain) {

  /**
   * Everything that the job registers on these ports; empty if that is nothing.
   *
   * @param ports the container's, by name, with their external ports
   */
  Optional<ServiceRegistration> of(Job job, Map<String, PortMapping> ports) {
    ServiceRegistration.Builder endpoints = ServiceRegistration.newBuilder();
    for (Map.Entry<ServiceEndpoint, ServicePorts> service : job.registration().entrySet()) {
      Map<String, ServicePorts.Parameters> wanted = service.getValue().ports();
      if (wanted == null) {
        continue;
      }
      for (Map.Entry<String, ServicePorts.Parameters> port : wanted.entrySet()) {
        Integer answers = answering(job, ports.get(port.getKey()));
        if (answers != null) {
          endpoints.endpoint(
              service.getKey().name(),
              service.getKey().protocol(),
              answers,
              domain(job),
              host.value(),
              port.getValue().tags(),
              check(job, port.getKey()));
        }
      }
    }
    ServiceRegistration registration = endpoints.build();
    return registration.getEndpoints().isEmpty() ? Optional.empty() : Optional.of(registration);
  }

  /** In the host's network a process answers on the port that it binds, whatever was mapped. */
  private static @Nullable Integer answering(Job job, @Nullable PortMapping mapping) {
    if (mapping == null) {
      return null; // The status says so.
    }
    return "host".equals(job.networkMode())
        ? Integer.valueOf(mapping.internalPort())
        : mapping.externalPort();
  }

  /** One that ends in a dot is complete; any other lies below the host's. */
  private String domain(Job job) {
    String own = job.registrationDomain();
    if (own.isEmpty()) {
      return domain;
    }
    return own.endsWith(".") || domain.isEmpty() ? own : own + "." + domain;
  }

  /** How others can check the port: as the agent does, if it checks this port. */
  private static @Nullable EndpointHealthCheck check(Job job, String port) {
    HealthCheck check = job.healthCheck();
    return check == null ? null : check.on(new Kinds(port)).orElse(null);
  }

  private record Kinds(String port) implements HealthCheck.Cases<Optional<EndpointHealthCheck>> {
    @Override
    public Optional<EndpointHealthCheck> http(HealthCheck.Http check) {
      String path = check.path() == null ? "/" : check.path();
      return port.equals(check.port())
          ? Optional.of(EndpointHealthCheck.newHttpCheck(path))
          : Optional.empty();
    }

    @Override
    public Optional<EndpointHealthCheck> tcp(HealthCheck.Tcp check) {
      return port.equals(check.port())
          ? Optional.of(EndpointHealthCheck.newTcpCheck())
          : Optional.empty();
    }

    @Override
    public Optional<EndpointHealthCheck> exec(HealthCheck.Exec check) {
      return Optional.empty();
    }

    @Override
    public Optional<EndpointHealthCheck> docker(HealthCheck.Docker check) {
      return Optional.empty();
    }
  }
}
