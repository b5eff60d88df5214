package io.helios.client.transport;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** For processes that stay: pooled connections, calls that can be interrupted. */
public final class HttpClientTransport implements Transport {
  private final HttpClient client;

  /**
   * @param connectTimeout for a connection to come about
   */
  public HttpClientTransport(Duration connectTimeout) {
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(connectTimeout)
            .build();
  }

  @Override
  public boolean canPatch() {
    return true;
  }

  @Override
  public Reply send(Call call, Duration timeout) throws IOException, InterruptedException {
    try {
      HttpResponse<byte[]> response =
          client.send(request(call, timeout), HttpResponse.BodyHandlers.ofByteArray());
      Map<String, String> headers = new LinkedHashMap<>();
      response.headers().map().forEach((name, values) -> headers.put(name, values.get(0)));
      String encoding = response.headers().firstValue("Content-Encoding").orElse(null);
      return new Reply(response.statusCode(), headers, Gzip.decode(encoding, response.body()));
    } catch (HttpConnectTimeoutException e) {
      throw caused(new ConnectException("connecting timed out"), e);
    } catch (HttpTimeoutException e) {
      throw caused(new SocketTimeoutException("no answer in time"), e);
    } catch (ConnectException e) {
      if (e.getCause() instanceof UnresolvedAddressException
          || (e.getCause() != null
              && e.getCause().getCause() instanceof UnresolvedAddressException)) {
        throw caused(new UnknownHostException(call.uri().getHost()), e);
      }
      throw e.getMessage() == null ? caused(new ConnectException("Connection refused"), e) : e;
    }
  }

  private static HttpRequest request(Call call, Duration timeout) {
    byte[] body = call.body();
    HttpRequest.Builder request =
        HttpRequest.newBuilder(call.uri())
            .timeout(timeout)
            .method(
                call.method(),
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofByteArray(body))
            .setHeader("Accept-Encoding", "gzip");
    call.headers().forEach(request::setHeader);
    return request.build();
  }

  private static <E extends IOException> E caused(E failure, IOException cause) {
    failure.initCause(cause);
    return failure;
  }
}
