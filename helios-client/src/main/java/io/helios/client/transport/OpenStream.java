package io.helios.client.transport;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * An answer without an end, which is read as it comes. On a socket of its own: the JDK's clients
 * either need a thread more, or cannot be closed while somebody reads.
 */
public final class OpenStream implements AutoCloseable {
  private final Socket socket;
  private final InputStream in;
  private int status;
  private final Map<String, String> headers = new TreeMap<>();

  private OpenStream(Socket socket) throws IOException {
    this.socket = socket;
    this.in = new BufferedInputStream(socket.getInputStream());
  }

  /**
   * Sends a GET and waits for the head of the answer; any HTTP status is an answer.
   *
   * @param connect the longest time to wait for a connection
   * @param silence the longest time to wait between two bytes
   * @param verifyHostNames false accepts a certificate that was issued for another host
   * @throws IOException when there is no answer
   */
  public static OpenStream open(
      Call call, Duration connect, Duration silence, boolean verifyHostNames) throws IOException {
    Socket socket = connected(call.uri(), connect, silence, verifyHostNames);
    try {
      OpenStream stream = new OpenStream(socket);
      stream.ask(call);
      return stream;
    } catch (IOException | RuntimeException e) {
      socket.close();
      throw e;
    }
  }

  public int status() {
    return status;
  }

  /** What the header says; empty when it is not there. */
  public String header(String name) {
    return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
  }

  /** The body, up to the end of the connection. */
  public InputStream body() {
    return in;
  }

  /** Ends the connection; whoever reads gets an {@link IOException}. */
  @Override
  public void close() throws IOException {
    socket.close();
  }

  private static Socket connected(
      URI uri, Duration connect, Duration silence, boolean verifyHostNames) throws IOException {
    Socket plain = new Socket();
    try {
      plain.setSoTimeout((int) silence.toMillis());
      String host = uri.getHost().replaceAll("[\\[\\]]", "");
      plain.connect(new InetSocketAddress(host, uri.getPort()), (int) connect.toMillis());
      if (!uri.getScheme().equals("https")) {
        return plain;
      }
      SSLSocketFactory secure = (SSLSocketFactory) SSLSocketFactory.getDefault();
      SSLSocket socket = (SSLSocket) secure.createSocket(plain, host, uri.getPort(), true);
      if (verifyHostNames) {
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
      }
      socket.startHandshake();
      return socket;
    } catch (IOException | RuntimeException e) {
      plain.close();
      throw e;
    }
  }

  /** In HTTP/1.0, where a body without a length ends with the connection and has no chunks. */
  private void ask(Call call) throws IOException {
    URI uri = call.uri();
    String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
    StringBuilder head = new StringBuilder("GET " + uri.getRawPath() + query + " HTTP/1.0\r\n");
    head.append("Host: ").append(uri.getRawAuthority()).append("\r\n");
    call.headers()
        .forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
    socket
        .getOutputStream()
        .write(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
    String[] first = line().split(" ", 3);
    if (first.length < 2 || !first[0].startsWith("HTTP/") || !first[1].matches("\\d{3}")) {
      throw new IOException("the answer is not HTTP");
    }
    status = Integer.parseInt(first[1]);
    for (String line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        headers.put(
            line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
      }
    }
  }

  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0 || line.size() > 64_000) {
        throw new IOException("the answer is not HTTP");
      } else if (b != '\r') {
        line.write(b);
      }
    }
    return line.toString(StandardCharsets.ISO_8859_1);
  }
}
