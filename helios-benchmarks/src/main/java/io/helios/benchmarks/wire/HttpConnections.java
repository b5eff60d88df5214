package io.helios.benchmarks.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Kept-alive HTTP connections to one server, a few requests at a time on each. Requests that find
 * none free wait for one. All callbacks come on the loop's thread.
 */
public final class HttpConnections implements AutoCloseable {
  private static final byte[] END_OF_HEAD = {'\r', '\n', '\r', '\n'};

  private final EventLoop loop;
  private final InetSocketAddress address;
  private final String host;
  private final int depth;
  private final List<Connection> connections = new ArrayList<>();
  private final Queue<Request> waiting = new ArrayDeque<>();

  /**
   * An answer.
   *
   * @param status 0 when there was none: {@code body} says why
   * @param sent {@link System#nanoTime} when the request went on its way
   * @param answered the same when the answer was complete
   */
  public record Answer(
      int status, Map<String, String> headers, byte[] body, long sent, long answered) {
    public String text() {
      return new String(body, UTF_8);
    }

    /** A header by its name in small letters; empty when it is not there. */
    public String header(String name) {
      return headers.getOrDefault(name, "");
    }
  }

  private record Request(byte[] bytes, Consumer<Answer> then) {}

  private record Flight(Consumer<Answer> then, long sent) {}

  /**
   * Connects when there is something to send.
   *
   * @param count connections at most
   * @param depth requests on one connection at most, pipelined
   */
  public HttpConnections(EventLoop loop, String url, int count, int depth) {
    this.loop = loop;
    URI uri = URI.create(url);
    this.address = new InetSocketAddress(uri.getHost(), uri.getPort());
    this.host = uri.getHost() + ":" + uri.getPort();
    this.depth = depth;
    for (int i = 0; i < count; i++) {
      connections.add(new Connection());
    }
  }

  /** From any thread. */
  public void send(
      String method,
      String path,
      byte @Nullable [] body,
      Map<String, String> headers,
      Consumer<Answer> then) {
    byte[] bytes = bytes(method, path, body, headers);
    loop.execute(
        () -> {
          waiting.add(new Request(bytes, then));
          dispatch();
        });
  }

  /** Sends it and waits for its answer; not on the loop's thread. */
  public Answer ask(String method, String path, byte @Nullable [] body, Duration limit)
      throws IOException, InterruptedException {
    CompletableFuture<Answer> future = new CompletableFuture<>();
    send(method, path, body, Map.of(), future::complete);
    try {
      Answer answer = future.get(limit.toMillis(), TimeUnit.MILLISECONDS);
      if (answer.status() == 0) {
        throw new IOException(method + " " + path + ": " + answer.text());
      }
      return answer;
    } catch (TimeoutException e) {
      throw new IOException(method + " " + path + ": no answer within " + limit, e);
    } catch (ExecutionException e) {
      throw new IOException(e);
    }
  }

  private byte[] bytes(
      String method, String path, byte @Nullable [] body, Map<String, String> headers) {
    StringBuilder head = new StringBuilder(200);
    head.append(method).append(' ').append(path).append(" HTTP/1.1\r\nHost: ").append(host);
    headers.forEach((name, value) -> head.append("\r\n" + name + ": " + value));
    byte[] content = body == null ? new byte[0] : body;
    if (body != null) {
      head.append("\r\nContent-Type: application/json\r\nContent-Length: ").append(content.length);
    }
    head.append("\r\n\r\n");
    byte[] start = head.toString().getBytes(ISO_8859_1);
    byte[] all = new byte[start.length + content.length];
    System.arraycopy(start, 0, all, 0, start.length);
    System.arraycopy(content, 0, all, start.length, content.length);
    return all;
  }

  private void dispatch() {
    while (!waiting.isEmpty()) {
      Connection free = null;
      for (Connection connection : connections) {
        if (free == null || connection.flights.size() < free.flights.size()) {
          free = connection;
        }
      }
      if (free == null || free.flights.size() >= depth) {
        return;
      }
      free.send(waiting.remove());
    }
  }

  /** Cuts them; what is on its way is answered with status 0. */
  @Override
  public void close() {
    loop.execute(
        () -> {
          waiting.clear();
          connections.forEach(connection -> connection.broken(new IOException("closed")));
        });
  }

  private final class Connection implements Wire.Listener {
    private final Deque<Flight> flights = new ArrayDeque<>();
    private @Nullable Wire wire;

    void send(Request request) {
      try {
        Wire open = wire;
        if (open == null) {
          open = new Wire(loop, address, this);
          wire = open;
        }
        flights.add(new Flight(request.then, System.nanoTime()));
        open.send(ByteBuffer.wrap(request.bytes));
      } catch (IOException e) {
        request.then.accept(failure(e, System.nanoTime()));
      }
    }

    @Override
    public void connected() {
      Wire open = wire;
      if (open != null) {
        open.send(ByteBuffer.allocate(0)); // What was asked for meanwhile goes now.
      }
    }

    @Override
    public void received(ByteBuffer buffer) throws IOException {
      while (buffer.hasRemaining()) {
        Answer answer = parse(buffer);
        if (answer == null) {
          return;
        }
        Flight flight = flights.remove();
        flight.then.accept(
            new Answer(answer.status, answer.headers, answer.body, flight.sent, System.nanoTime()));
        dispatch();
      }
    }

    @Override
    public void broken(IOException why) {
      Wire open = wire;
      if (open != null) {
        open.close();
      }
      wire = null;
      List<Flight> lost = List.copyOf(flights);
      flights.clear();
      lost.forEach(flight -> flight.then.accept(failure(why, flight.sent)));
      dispatch();
    }
  }

  private static Answer failure(IOException why, long sent) {
    return new Answer(
        0, Map.of(), String.valueOf(why.getMessage()).getBytes(UTF_8), sent, System.nanoTime());
  }

  /** One answer, which is then taken out of the buffer; null while it is not complete. */
  static @Nullable Answer parse(ByteBuffer buffer) throws IOException {
    int end = indexOf(buffer, buffer.position(), END_OF_HEAD);
    if (end < 0) {
      return null;
    }
    String head = string(buffer, buffer.position(), end);
    String[] lines = head.split("\r\n");
    int status = Integer.parseInt(lines[0].split(" ")[1]);
    Map<String, String> headers = new java.util.HashMap<>();
    for (int i = 1; i < lines.length; i++) {
      int colon = lines[i].indexOf(':');
      headers.put(
          lines[i].substring(0, colon).toLowerCase(Locale.ROOT),
          lines[i].substring(colon + 1).strip());
    }
    int begin = end + END_OF_HEAD.length;
    if ("chunked".equals(headers.get("transfer-encoding"))) {
      return chunked(buffer, begin, status, headers);
    }
    int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
    if (buffer.limit() - begin < length) {
      return null;
    }
    byte[] body = new byte[length];
    buffer.position(begin);
    buffer.get(body);
    return new Answer(status, headers, body, 0, 0);
  }

  private static @Nullable Answer chunked(
      ByteBuffer buffer, int begin, int status, Map<String, String> headers) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    int at = begin;
    while (true) {
      int line = indexOf(buffer, at, new byte[] {'\r', '\n'});
      if (line < 0) {
        return null;
      }
      int size = Integer.parseInt(string(buffer, at, line).split(";")[0].strip(), 16);
      at = line + 2;
      if (buffer.limit() - at < size + 2) {
        return null;
      }
      body.write(buffer.array(), buffer.arrayOffset() + at, size);
      at += size + 2;
      if (size == 0) {
        buffer.position(at);
        return new Answer(status, headers, body.toByteArray(), 0, 0);
      }
    }
  }

  private static int indexOf(ByteBuffer buffer, int from, byte[] wanted) {
    for (int i = from; i <= buffer.limit() - wanted.length; i++) {
      int matched = 0;
      while (matched < wanted.length && buffer.get(i + matched) == wanted[matched]) {
        matched++;
      }
      if (matched == wanted.length) {
        return i;
      }
    }
    return -1;
  }

  private static String string(ByteBuffer buffer, int from, int to) {
    return new String(buffer.array(), buffer.arrayOffset() + from, to - from, ISO_8859_1);
  }
}
