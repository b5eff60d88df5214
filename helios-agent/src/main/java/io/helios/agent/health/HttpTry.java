package io.helios.agent.health;

import io.helios.agent.health.HealthProbe.Result;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;

/** A GET whose answer's status counts, and whose body does not. */
final class HttpTry {
  private static final Duration CONNECT = Duration.ofMillis(500);
  private static final Duration ANSWER = Duration.ofSeconds(10);

  // HTTP/1.1: some servers stumble over the offer to upgrade.
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NORMAL)
          .connectTimeout(CONNECT)
          .build();

  Result get(String address, int port, String path) throws InterruptedException {
    String host = address.indexOf(':') >= 0 ? "[" + address + "]" : address;
    String url = "http://" + host + ":" + port + (path.startsWith("/") ? path : "/" + path);
    HttpRequest request;
    try {
      request = HttpRequest.newBuilder(URI.create(url)).timeout(ANSWER).GET().build();
    } catch (IllegalArgumentException e) {
      return Result.fail("the health check's path is not valid: " + path);
    }
    try {
      HttpResponse<InputStream> response =
          client.send(request, HttpResponse.BodyHandlers.ofInputStream());
      // Not read: it may have no end.
      response.body().close();
      int status = response.statusCode();
      return status >= 200 && status < 400
          ? Result.pass()
          : Result.fail("GET " + url + " answered " + status);
    } catch (HttpConnectTimeoutException e) {
      return Result.fail("GET %s: no connection within %d ms".formatted(url, CONNECT.toMillis()));
    } catch (HttpTimeoutException e) {
      return Result.fail("GET %s: no answer within %d s".formatted(url, ANSWER.toSeconds()));
    } catch (ConnectException e) {
      return Result.fail("GET " + url + ": connection refused");
    } catch (IOException e) {
      return Result.fail("GET " + url + ": " + e.getMessage());
    }
  }
}
