package io.helios.client.transport;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpRetryException;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.net.ssl.HttpsURLConnection;

/**
 * The light form: a command is done before the JDK's HttpClient would have loaded its classes. It
 * cannot send {@code PATCH}. An interrupt does not end a call that waits; its timeout does.
 */
public final class UrlConnectionTransport implements Transport {
  private final boolean verifyHostNames;

  /**
   * @param verifyHostNames false accepts a certificate that was issued for another host; its chain
   *     is checked all the same
   */
  public UrlConnectionTransport(boolean verifyHostNames) {
    this.verifyHostNames = verifyHostNames;
  }

  @Override
  public boolean canPatch() {
    return false;
  }

  @Override
  public Reply send(Call call, Duration timeout) throws IOException {
    HttpURLConnection connection = (HttpURLConnection) call.uri().toURL().openConnection();
    prepare(connection, call, (int) Math.min(Integer.MAX_VALUE, Math.max(1, timeout.toMillis())));
    byte[] body = call.body();
    if (body != null) {
      connection.setDoOutput(true);
      // A known length also keeps the JDK from silently sending a request twice.
      connection.setFixedLengthStreamingMode(body.length);
      try (OutputStream out = connection.getOutputStream()) {
        out.write(body);
      }
    }
    int status = status(connection);
    if (status < 0) {
      connection.disconnect();
      throw new IOException("the answer is not HTTP");
    }
    return new Reply(status, headers(connection), body(connection));
  }

  private void prepare(HttpURLConnection connection, Call call, int timeoutMillis)
      throws IOException {
    connection.setConnectTimeout(timeoutMillis);
    connection.setReadTimeout(timeoutMillis);
    connection.setInstanceFollowRedirects(false);
    connection.setUseCaches(false);
    connection.setRequestMethod(call.method());
    connection.setRequestProperty("Accept-Encoding", "gzip");
    call.headers().forEach(connection::setRequestProperty);
    if (!verifyHostNames && connection instanceof HttpsURLConnection secure) {
      secure.setHostnameVerifier((host, session) -> true);
    }
  }

  private static int status(HttpURLConnection connection) throws IOException {
    try {
      return connection.getResponseCode();
    } catch (HttpRetryException e) {
      // How the JDK tells of a 401 to a request of known length.
      return e.responseCode();
    }
  }

  private static Map<String, String> headers(HttpURLConnection connection) {
    Map<String, String> headers = new LinkedHashMap<>();
    connection
        .getHeaderFields()
        .forEach(
            (name, values) -> {
              if (name != null && !values.isEmpty()) {
                headers.put(name, values.get(values.size() - 1));
              }
            });
    return headers;
  }

  private static byte[] body(HttpURLConnection connection) throws IOException {
    InputStream stream = connection.getErrorStream();
    if (stream == null) {
      if (connection.getResponseCode() >= 400) {
        return new byte[0];
      }
      stream = connection.getInputStream();
    }
    try (InputStream in = stream) {
      return Gzip.decode(connection.getContentEncoding(), in.readAllBytes());
    }
  }
}
