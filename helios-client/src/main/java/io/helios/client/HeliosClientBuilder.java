package io.helios.client;

import io.helios.client.transport.HttpClientTransport;
import io.helios.client.transport.Transport;
import io.helios.client.transport.UrlConnectionTransport;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Collects how to reach a cluster. Endpoints are required, everything else has a default. */
public final class HeliosClientBuilder {
  private static final Duration HTTP_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration RETRY_TIMEOUT = Duration.ofSeconds(60);

  private @Nullable Supplier<List<URI>> endpoints;
  private String user = System.getProperty("user.name", "");
  private Duration httpTimeout = HTTP_TIMEOUT;
  private Duration retryTimeout = RETRY_TIMEOUT;
  private @Nullable Duration unreachableTimeout;
  private boolean verifyHostNames = true;
  private boolean shortLived;
  private Consumer<String> notices = notice -> {};

  HeliosClientBuilder() {}

  /**
   * Reads one endpoint as users write it.
   *
   * @throws IllegalArgumentException when it is no http or https URL with a port
   */
  public static URI endpoint(String text) {
    return Endpoints.parse(text);
  }

  /**
   * @param value such as {@code http://master:5801}
   * @throws IllegalArgumentException when one is no http or https URL with a port
   */
  public HeliosClientBuilder setEndpoints(List<URI> value) {
    List<URI> checked = value.stream().map(uri -> Endpoints.parse(uri.toString())).toList();
    endpoints = () -> checked;
    return this;
  }

  public HeliosClientBuilder setEndpoints(URI... value) {
    return setEndpoints(List.of(value));
  }

  public HeliosClientBuilder setEndpointStrings(List<String> value) {
    List<URI> checked = value.stream().map(Endpoints::parse).toList();
    endpoints = () -> checked;
    return this;
  }

  /** Asked before each round of attempts; may answer differently as masters come and go. */
  public HeliosClientBuilder setEndpointSupplier(Supplier<List<URI>> value) {
    endpoints = value;
    return this;
  }

  /** Who asks, self-declared; the name of the operating system's user by default. */
  public HeliosClientBuilder setUser(String value) {
    user = value;
    return this;
  }

  /** For connecting and for the answer of one master; 10 seconds by default. */
  public HeliosClientBuilder setHttpTimeout(int timeout, TimeUnit unit) {
    httpTimeout = Duration.of(timeout, unit.toChronoUnit());
    return this;
  }

  /** For all attempts of one request together; 60 seconds by default. */
  public HeliosClientBuilder setRetryTimeout(int timeout, TimeUnit unit) {
    retryTimeout = Duration.of(timeout, unit.toChronoUnit());
    return this;
  }

  /** Gives up sooner while no master accepts a connection; the retry timeout by default. */
  public HeliosClientBuilder setUnreachableTimeout(int timeout, TimeUnit unit) {
    unreachableTimeout = Duration.of(timeout, unit.toChronoUnit());
    return this;
  }

  /** Whether a certificate must name the master's host; its chain is checked in any case. */
  public HeliosClientBuilder setSslHostnameVerification(boolean value) {
    verifyHostNames = value;
    return this;
  }

  /** For a process that ends soon: lighter to load, without pooled connections. */
  public HeliosClientBuilder setShortLived(boolean value) {
    shortLived = value;
    return this;
  }

  /** Told, in words, of retries and of a master older than this client; silent by default. */
  public HeliosClientBuilder setNotices(Consumer<String> value) {
    notices = value;
    return this;
  }

  /**
   * @throws IllegalStateException when no endpoints were set
   */
  public HeliosClient build() {
    if (endpoints == null) {
      throw new IllegalStateException("no endpoints: call setEndpoints with the masters' URLs");
    }
    Duration unreachable = unreachableTimeout == null ? retryTimeout : unreachableTimeout;
    return new HeliosClient(
        new Sender(
            transport(),
            new Endpoints(endpoints, new Random()),
            new Sender.Patience(httpTimeout, retryTimeout, unreachable),
            user,
            notices),
        verifyHostNames);
  }

  private Transport transport() {
    // The JDK's HttpClient cannot leave out the check of names.
    return shortLived || !verifyHostNames
        ? new UrlConnectionTransport(verifyHostNames)
        : new HttpClientTransport(httpTimeout);
  }
}
