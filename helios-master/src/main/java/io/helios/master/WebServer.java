package io.helios.master;

import com.codahale.metrics.MetricRegistry;
import com.codahale.metrics.health.HealthCheckRegistry;
import io.dropwizard.core.Configuration;
import io.dropwizard.core.server.DefaultServerFactory;
import io.dropwizard.core.setup.Environment;
import io.dropwizard.jersey.validation.Validators;
import io.dropwizard.jetty.ConnectorFactory;
import io.dropwizard.jetty.HttpConnectorFactory;
import io.dropwizard.request.logging.LogbackAccessRequestLogFactory;
import io.helios.model.json.Json;
import java.io.IOException;
import java.net.BindException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.NetworkConnector;
import org.eclipse.jetty.server.Server;
import org.glassfish.jersey.server.ServerProperties;

/** The HTTP server, built in code: neither a configuration file nor Dropwizard's command line. */
final class WebServer {
  private static final int MAX_THREADS = 64;
  private static final int MIN_THREADS = 4;

  private final MasterOptions options;
  private final Server server;

  /**
   * A server that does not listen yet.
   *
   * @param setup registers resources, filters and health checks
   */
  WebServer(MasterOptions options, Consumer<Environment> setup) {
    this.options = options;
    Environment environment =
        new Environment(
            "helios-master",
            Json.http(),
            Validators.newValidatorFactory(),
            new MetricRegistry(),
            WebServer.class.getClassLoader(),
            new HealthCheckRegistry(),
            new Configuration());
    // OPTIONS is answered with Allow and no more.
    environment.jersey().property(ServerProperties.WADL_FEATURE_DISABLE, true);
    setup.accept(environment);
    DefaultServerFactory factory = factory(options);
    factory.configure(environment);
    this.server = factory.build(environment);
    server.setStopAtShutdown(false);
  }

  void start() throws MasterFailed {
    try {
      server.start();
    } catch (IOException e) {
      throw new MasterFailed(explain(e), e);
    } catch (Exception e) {
      throw new MasterFailed("The HTTP server did not start: " + e.getMessage(), e);
    }
  }

  void stop() throws Exception {
    server.stop();
  }

  /** The port on which the API listens. */
  int httpPort() {
    return port("application");
  }

  int adminPort() {
    return port("admin");
  }

  private int port(String name) {
    for (Connector connector : server.getConnectors()) {
      if (name.equals(connector.getName()) && connector instanceof NetworkConnector network) {
        return network.getLocalPort();
      }
    }
    throw new IllegalStateException("no connector is called " + name);
  }

  private static DefaultServerFactory factory(MasterOptions options) {
    DefaultServerFactory factory = new DefaultServerFactory();
    factory.setApplicationConnectors(List.of(connector(options.http())));
    factory.setAdminConnectors(List.of(connector(options.admin())));
    factory.setMinThreads(MIN_THREADS);
    factory.setMaxThreads(MAX_THREADS);
    factory.setAdminMaxThreads(8);
    factory.setRegisterDefaultExceptionMappers(false);
    factory.setEnableThreadNameFilter(false);
    factory.getGzipFilterFactory().setIncludedMethods(Set.of("GET", "POST"));
    LogbackAccessRequestLogFactory requestLog = new LogbackAccessRequestLogFactory();
    requestLog.setAppenders(List.of());
    factory.setRequestLogFactory(requestLog);
    return factory;
  }

  private static ConnectorFactory connector(ListenAddress address) {
    HttpConnectorFactory connector = new HttpConnectorFactory();
    connector.setBindHost(address.host());
    connector.setPort(address.port());
    connector.setAcceptorThreads(Optional.of(1));
    connector.setSelectorThreads(Optional.of(1));
    return connector;
  }

  private String explain(IOException failure) {
    Throwable cause = failure.getCause() == null ? failure : failure.getCause();
    boolean taken =
        cause instanceof BindException
            && String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT).contains("in use");
    if (!taken) {
      return "The HTTP server did not start: " + failure.getMessage();
    }
    ListenAddress address =
        String.valueOf(failure.getMessage()).contains(":" + options.admin().port())
            ? options.admin()
            : options.http();
    return "Port "
        + address.port()
        + " is taken"
        + PortHolder.of(address.port()).map(holder -> " by " + holder).orElse("")
        + ": the master cannot listen on "
        + address
        + ". Stop what uses it or choose another with --"
        + (address.equals(options.admin()) ? "admin" : "http");
  }
}
