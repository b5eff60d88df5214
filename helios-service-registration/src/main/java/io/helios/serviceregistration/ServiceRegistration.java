package io.helios.serviceregistration;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The endpoints that are registered and unregistered together. */
public final class ServiceRegistration {
  private final List<Endpoint> endpoints;

  public ServiceRegistration(List<Endpoint> endpoints) {
    this.endpoints = List.copyOf(endpoints);
  }

  public static Builder newBuilder() {
    return new Builder();
  }

  /** In the order in which they were added; unmodifiable. */
  public List<Endpoint> getEndpoints() {
    return endpoints;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ServiceRegistration that && endpoints.equals(that.endpoints);
  }

  @Override
  public int hashCode() {
    return endpoints.hashCode();
  }

  @Override
  public String toString() {
    return endpoints.toString();
  }

  /** Collects endpoints. */
  public static final class Builder {
    private final List<Endpoint> endpoints = new ArrayList<>();

    private Builder() {}

    /** An endpoint whose domain and host the registrar chooses. */
    public Builder endpoint(String name, String protocol, int port) {
      return endpoint(name, protocol, port, "", "");
    }

    public Builder endpoint(String name, String protocol, int port, String domain, String host) {
      return endpoint(name, protocol, port, domain, host, null);
    }

    public Builder endpoint(
        String name,
        String protocol,
        int port,
        String domain,
        String host,
        @Nullable List<String> tags) {
      return endpoint(name, protocol, port, domain, host, tags, null);
    }

    public Builder endpoint(
        String name,
        String protocol,
        int port,
        String domain,
        String host,
        @Nullable List<String> tags,
        @Nullable EndpointHealthCheck healthCheck) {
      endpoints.add(new Endpoint(name, protocol, port, domain, host, tags, healthCheck));
      return this;
    }

    public ServiceRegistration build() {
      return new ServiceRegistration(endpoints);
    }
  }

  /** One service at one port. */
  public static final class Endpoint {
    private final String name;
    private final String protocol;
    private final int port;
    private final String domain;
    private final String host;
    private final @Nullable List<String> tags;
    private final @Nullable EndpointHealthCheck healthCheck;

    public Endpoint(
        String name,
        String protocol,
        int port,
        String domain,
        String host,
        @Nullable List<String> tags,
        @Nullable EndpointHealthCheck healthCheck) {
      this.name = Objects.requireNonNull(name, "name");
      this.protocol = Objects.requireNonNull(protocol, "protocol");
      this.port = port;
      this.domain = Objects.requireNonNull(domain, "domain");
      this.host = Objects.requireNonNull(host, "host");
      this.tags = tags == null ? null : List.copyOf(tags);
      this.healthCheck = healthCheck;
    }

    /** Of the service. */
    public String getName() {
      return name;
    }

    /** For example http; of the service, not the transport. */
    public String getProtocol() {
      return protocol;
    }

    /** On the host, where clients connect to. */
    public int getPort() {
      return port;
    }

    /** In which the service is to be found; empty where the registrar chooses. */
    public String getDomain() {
      return domain;
    }

    /** Name of the host as clients know it; empty where the registrar chooses. */
    public String getHost() {
      return host;
    }

    /** Null if the job gave none. */
    public @Nullable List<String> getTags() {
      return tags;
    }

    /** How the registry can check the endpoint; null if the job has no check on this port. */
    public @Nullable EndpointHealthCheck getHealthCheck() {
      return healthCheck;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Endpoint that
          && name.equals(that.name)
          && protocol.equals(that.protocol)
          && port == that.port
          && domain.equals(that.domain)
          && host.equals(that.host)
          && Objects.equals(tags, that.tags)
          && Objects.equals(healthCheck, that.healthCheck);
    }

    @Override
    public int hashCode() {
      return Objects.hash(name, protocol, port, domain, host, tags, healthCheck);
    }

    @Override
    public String toString() {
      String place = "%s/%s at %s:%d in '%s'".formatted(name, protocol, host, port, domain);
      return place
          + (tags == null ? "" : " tags " + tags)
          + (healthCheck == null ? "" : " checked by " + healthCheck);
    }
  }

  /** How an endpoint can be checked from outside. */
  public static final class EndpointHealthCheck {
    public static final String HTTP = "http";
    public static final String TCP = "tcp";

    private final String type;
    private final @Nullable String path;

    private EndpointHealthCheck(String type, @Nullable String path) {
      this.type = type;
      this.path = path;
    }

    /** By a GET of that path. */
    public static EndpointHealthCheck newHttpCheck(String path) {
      return new EndpointHealthCheck(HTTP, Objects.requireNonNull(path, "path"));
    }

    /** By a connection. */
    public static EndpointHealthCheck newTcpCheck() {
      return new EndpointHealthCheck(TCP, null);
    }

    /** {@link #HTTP} or {@link #TCP}. */
    public String getType() {
      return type;
    }

    /** Null unless it is an HTTP check. */
    public @Nullable String getPath() {
      return path;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof EndpointHealthCheck that
          && type.equals(that.type)
          && Objects.equals(path, that.path);
    }

    @Override
    public int hashCode() {
      return Objects.hash(type, path);
    }

    @Override
    public String toString() {
      return path == null ? type : type + " " + path;
    }
  }
}
