package io.helios.benchmarks.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** An answer that does not end, such as server-sent events: handed over line by line. */
public final class EventStream implements Wire.Listener {
  private final EventLoop loop;
  private final String url;
  private final String path;
  private final Listener listener;
  private @Nullable Wire wire;
  private boolean begun;

  /** Of the chunk that is being read, its end of line included; 0 between two of them. */
  private int left;

  private final ByteArrayOutputStream line = new ByteArrayOutputStream(1024);

  /** Gets told on the loop's thread. */
  public interface Listener {
    /** A line of the body, without its end. */
    void line(byte[] line);

    /** No more will come; not after {@link EventStream#close}. */
    void ended(String why);
  }

  /** Begins to connect; from any thread. */
  public static EventStream open(EventLoop loop, String url, String path, Listener listener) {
    EventStream stream = new EventStream(loop, url, path, listener);
    loop.execute(stream::connect);
    return stream;
  }

  private EventStream(EventLoop loop, String url, String path, Listener listener) {
    this.loop = loop;
    this.url = url;
    this.path = path;
    this.listener = listener;
  }

  private void connect() {
    URI uri = URI.create(url);
    try {
      wire = new Wire(loop, new InetSocketAddress(uri.getHost(), uri.getPort()), this);
    } catch (IOException e) {
      listener.ended(e.toString());
    }
  }

  @Override
  public void connected() {
    Wire open = wire;
    if (open != null) {
      String host = URI.create(url).getAuthority();
      String request =
          "GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nAccept: text/event-stream\r\n\r\n";
      open.send(ByteBuffer.wrap(request.getBytes(ISO_8859_1)));
    }
  }

  @Override
  public void received(ByteBuffer buffer) throws IOException {
    if (!begun && !head(buffer)) {
      return;
    }
    while (buffer.hasRemaining()) {
      if (left == 0) {
        int end = endOfLine(buffer);
        if (end < 0) {
          return;
        }
        int size = Integer.parseInt(text(buffer, end).split(";", 2)[0].strip(), 16);
        if (size == 0) {
          throw new IOException("the stream was ended");
        }
        buffer.position(end + 2);
        left = size + 2;
      }
      body(buffer);
    }
  }

  /** Whether the head was there as a whole, which is then taken out of the buffer. */
  private boolean head(ByteBuffer buffer) throws IOException {
    String all = text(buffer, buffer.limit());
    int end = all.indexOf("\r\n\r\n");
    if (end < 0) {
      return false;
    }
    String head = all.substring(0, end).toLowerCase(Locale.ROOT);
    if (!head.startsWith("http/1.1 200") || !head.contains("transfer-encoding: chunked")) {
      throw new IOException("no stream: " + all);
    }
    buffer.position(buffer.position() + end + 4);
    begun = true;
    return true;
  }

  private void body(ByteBuffer buffer) {
    byte[] bytes = buffer.array();
    int from = buffer.arrayOffset() + buffer.position();
    int data = Math.min(Math.max(0, left - 2), buffer.remaining());
    int to = from + data;
    for (int at = from; at < to; at++) {
      if (bytes[at] == '\n') {
        line.write(bytes, from, at - from);
        byte[] whole = line.toByteArray();
        line.reset();
        listener.line(whole);
        from = at + 1;
      }
    }
    line.write(bytes, from, to - from);
    buffer.position(buffer.position() + data);
    left -= data;
    while (left > 0 && left <= 2 && buffer.hasRemaining()) {
      buffer.get();
      left--;
    }
  }

  private static int endOfLine(ByteBuffer buffer) {
    for (int i = buffer.position(); i + 1 < buffer.limit(); i++) {
      if (buffer.get(i) == '\r' && buffer.get(i + 1) == '\n') {
        return i;
      }
    }
    return -1;
  }

  private static String text(ByteBuffer buffer, int end) {
    return new String(
        buffer.array(),
        buffer.arrayOffset() + buffer.position(),
        end - buffer.position(),
        ISO_8859_1);
  }

  @Override
  public void broken(IOException why) {
    listener.ended(why.toString());
  }

  /** Cuts it; from any thread. */
  public void close() {
    loop.execute(
        () -> {
          Wire open = wire;
          if (open != null) {
            open.close();
          }
        });
  }
}
