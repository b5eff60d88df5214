package io.helios.master;

import ch.qos.logback.access.common.spi.IAccessEvent;
import com.codahale.metrics.MetricRegistry;
import com.codahale.metrics.health.HealthCheckRegistry;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dropwizard.core.Configuration;
import io.dropwizard.core.server.DefaultServerFactory;
import io.dropwizard.core.setup.Environment;
import io.dropwizard.jersey.validation.Validators;
import io.dropwizard.jetty.ConnectorFactory;
import io.dropwizard.jetty.HttpConnectorFactory;
import io.dropwizard.logging.common.AppenderFactory;
import io.dropwizard.logging.common.FileAppenderFactory;
import io.dropwizard.request.logging.LogbackAccessRequestLog;
import io.dropwizard.request.logging.LogbackAccessRequestLogFactory;
import io.dropwizard.util.DataSize;
import io.dropwizard.util.Duration;
import io.helios.model.api.HeliosVersion;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.Deflater;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.NetworkConnector;
import org.eclipse.jetty.server.RequestLog;
import org.eclipse.jetty.server.Server;
import org.glassfish.jersey.server.ServerProperties;

/** The HTTP server, built in code: neither a configuration file nor Dropwizard's command line. */
final class WebServer {
  private static final int MAX_THREADS = 64;
  private static final int MIN_THREADS = 4;

  /** For requests in flight to finish; published clients wait for 10 s. */
  private static final Duration SHUTDOWN = Duration.seconds(10);

  private static final Pattern FAILED_TO_BIND = Pattern.compile("Failed to bind to .*:(\\d+)$");

  /** Judged by us and not by Jetty: published clients encode some paths twice. */
  private static final UriCompliance ODD_PATHS =
      UriCompliance.from(
          Set.of(
              UriCompliance.Violation.AMBIGUOUS_EMPTY_SEGMENT,
              UriCompliance.Violation.AMBIGUOUS_PATH_ENCODING,
              UriCompliance.Violation.AMBIGUOUS_PATH_SEPARATOR));

  private final MasterOptions options;
  private final Server server;

  /**
   * A server that does not listen yet.
   *
   * @param json writes answers
   * @param setup registers resources, filters and health checks
   */
  WebServer(
      MasterOptions options,
      MetricRegistry metrics,
      ObjectMapper json,
      Consumer<Environment> setup) {
    this.options = options;
    Environment environment =
        new Environment(
            "helios-master",
            json,
            Validators.newValidatorFactory(),
            metrics,
            WebServer.class.getClassLoader(),
            new HealthCheckRegistry(),
            new Configuration());
    // OPTIONS is answered with Allow and no more.
    environment.jersey().property(ServerProperties.WADL_FEATURE_DISABLE, true);
    // Jersey would have Jetty answer errors without a body with a page of its own.
    environment.jersey().property(ServerProperties.RESPONSE_SET_STATUS_OVER_SEND_ERROR, true);
    setup.accept(environment);
    DefaultServerFactory factory = factory(options);
    factory.configure(environment);
    environment.getApplicationContext().getServletHandler().setDecodeAmbiguousURIs(true);
    this.server = factory.build(environment);
    ErrorPages errors = new ErrorPages(HeliosVersion.current());
    server.setErrorHandler(errors);
    environment.getApplicationContext().setErrorHandler(errors);
    server.setStopAtShutdown(false);
  }

  void start() throws MasterFailed {
    try {
      server.start();
    } catch (Exception e) {
      throw new MasterFailed(explain(e), e);
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
    factory.setShutdownGracePeriod(SHUTDOWN);
    factory.setRegisterDefaultExceptionMappers(false);
    factory.setEnableThreadNameFilter(false);
    factory.getGzipFilterFactory().setIncludedMethods(Set.of("GET", "POST"));
    // Listings of a whole cluster: what better compression saves on the wire, it costs in time.
    factory.getGzipFilterFactory().setDeflateCompressionLevel(Deflater.BEST_SPEED);
    // Events must not wait in a compressor for more of them.
    factory.getGzipFilterFactory().setExcludedPaths(Set.of("/watch", "/watch/"));
    LogbackAccessRequestLogFactory requestLog = new QuietRequestLog();
    requestLog.setAppenders(
        options.accessLog().map(WebServer::accessLog).map(List::of).orElse(List.of()));
    factory.setRequestLogFactory(requestLog);
    return factory;
  }

  private static AppenderFactory<IAccessEvent> accessLog(Path file) {
    FileAppenderFactory<IAccessEvent> log = new FileAppenderFactory<>();
    log.setCurrentLogFilename(file.toString());
    log.setArchivedLogFilenamePattern(file + ".%d{yyyy-MM-dd}.%i.gz");
    log.setMaxFileSize(DataSize.mebibytes(50));
    log.setArchivedFileCount(14);
    // Not the query: tokens stand there.
    log.setLogFormat("%h %l %u [%t{yyyy-MM-dd HH:mm:ss.SSS}] \"%m %U\" %s %b %D");
    return log;
  }

  /**
   * Logback prints on standard output which versions of itself it has found, unless told not to.
   */
  private static final class QuietRequestLog extends LogbackAccessRequestLogFactory {
    @Override
    public RequestLog build(String name) {
      RequestLog log = super.build(name);
      if (log instanceof LogbackAccessRequestLog logback) {
        logback.setQuiet(true);
      }
      return log;
    }
  }

  private static ConnectorFactory connector(ListenAddress address) {
    HttpConnectorFactory connector = new HttpConnectorFactory();
    connector.setBindHost(address.host());
    connector.setPort(address.port());
    connector.setAcceptorThreads(Optional.of(1));
    connector.setSelectorThreads(Optional.of(1));
    connector.setUriCompliance(ODD_PATHS);
    return connector;
  }

  private String explain(Exception failure) {
    OptionalInt port = OptionalInt.empty();
    String reason = "";
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      reason = String.valueOf(cause.getMessage());
      Matcher bind = FAILED_TO_BIND.matcher(reason);
      if (bind.find()) {
        port = OptionalInt.of(Integer.parseInt(bind.group(1)));
      }
    }
    return port.isPresent()
        ? explainBind(port.getAsInt(), reason)
        : "The HTTP server did not start: " + reason;
  }

  private String explainBind(int port, String reason) {
    boolean admin = port == options.admin().port();
    ListenAddress address = admin ? options.admin() : options.http();
    String option = admin ? "--admin" : "--http";
    if (!reason.toLowerCase(Locale.ROOT).contains("in use")) {
      return "The master cannot listen on " + address + " (" + option + "): " + reason;
    }
    return "Port "
        + port
        + " is taken"
        + PortHolder.of(port).map(holder -> " by " + holder).orElse("")
        + ": the master cannot listen on "
        + address
        + ". Stop what uses it, or choose another with "
        + option;
  }
}
