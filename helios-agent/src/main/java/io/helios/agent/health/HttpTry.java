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
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A GET whose answer's status counts, and whose body does not. */
final class HttpTry {
  /** To connect and to be answered, unless the job says how long. */
  private static final Duration CONNECT = Duration.ofMillis(500);

  private static final Duration ANSWER = Duration.ofSeconds(10);
  private static final int MOST_REDIRECTS = 20;
  private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

  private final HttpClient quick = client().connectTimeout(CONNECT).build();
  private @Nullable HttpClient patient;

  // HTTP/1.1: some servers stumble over the offer to upgrade.
  private static HttpClient.Builder client() {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .followRedirects(HttpClient.Redirect.NEVER);
  }

  /**
   * Follows redirects as long as they stay with http: one to https is an answer, since a check has
   * no certificates to go by.
   *
   * @param limit for everything together; null means the defaults
   */
  Result get(String address, int port, String path, @Nullable Duration limit)
      throws InterruptedException {
    String host = address.indexOf(':') >= 0 ? "[" + address + "]" : address;
    String url = "http://" + host + ":" + port + (path.startsWith("/") ? path : "/" + path);
    Duration all = limit == null ? ANSWER : limit;
    long end = System.nanoTime() + all.toNanos();
    try {
      URI next = URI.create(url);
      for (int redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
        HttpResponse<?> answer = answer(next, end, limit == null ? quick : patient());
        Optional<URI> elsewhere = redirect(answer);
        if (elsewhere.isEmpty()) {
          int status = answer.statusCode();
          return status >= 200 && status < 400
              ? Result.pass()
              : Result.fail("GET " + url + " answered " + status);
        }
        next = elsewhere.get();
      }
      return Result.fail("GET %s: redirected more than %d times".formatted(url, MOST_REDIRECTS));
    } catch (IllegalArgumentException e) {
      return Result.fail("the health check's path is not valid: " + path);
    } catch (HttpConnectTimeoutException e) {
      Duration connect = limit == null ? CONNECT : limit;
      return Result.fail("GET %s: no connection within %d ms".formatted(url, connect.toMillis()));
    } catch (HttpTimeoutException e) {
      return Result.fail("GET %s: no answer within %d s".formatted(url, all.toSeconds()));
    } catch (ConnectException e) {
      return Result.fail("GET " + url + ": connection refused");
    } catch (IOException e) {
      return Result.fail("GET " + url + ": " + e.getMessage());
    }
  }

  private static HttpResponse<?> answer(URI uri, long end, HttpClient client)
      throws IOException, InterruptedException {
    Duration left = Duration.ofNanos(end - System.nanoTime());
    if (left.isNegative() || left.isZero()) {
      throw new HttpTimeoutException("redirects took all the time");
    }
    HttpResponse<InputStream> response =
        client.send(
            HttpRequest.newBuilder(uri).timeout(left).GET().build(),
            HttpResponse.BodyHandlers.ofInputStream());
    // Not read: it may have no end.
    response.body().close();
    return response;
  }

  private static Optional<URI> redirect(HttpResponse<?> answer) {
    if (!REDIRECTS.contains(answer.statusCode())) {
      return Optional.empty();
    }
    return answer
        .headers()
        .firstValue("Location")
        .map(location -> answer.uri().resolve(location))
        .filter(target -> "http".equalsIgnoreCase(target.getScheme()));
  }

  /** Only where a job asks for it: a client of its own costs a thread. */
  private synchronized HttpClient patient() {
    HttpClient known = patient;
    if (known == null) {
      known = client().build();
      patient = known;
    }
    return known;
  }
}
