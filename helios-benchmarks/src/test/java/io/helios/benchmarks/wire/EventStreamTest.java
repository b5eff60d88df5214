package io.helios.benchmarks.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class EventStreamTest {
  private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
  private HttpServer server;
  private String url;

  @BeforeEach
  void start() throws Exception {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.start();
    url = "http://127.0.0.1:" + server.getAddress().getPort();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 1000})
  void lines_are_whole_however_the_body_is_cut(int piece) throws Exception {
    byte[] body = "event: changes\ndata: ä\n\nevent: next\n".getBytes(UTF_8);
    server.createContext(
        "/watch",
        exchange -> {
          exchange.sendResponseHeaders(200, 0); // Chunked.
          OutputStream out = exchange.getResponseBody();
          for (int at = 0; at < body.length; at += piece) {
            out.write(body, at, Math.min(piece, body.length - at));
            out.flush();
          }
          exchange.close();
        });
    try (EventLoop loop = new EventLoop("test")) {
      EventStream stream = EventStream.open(loop, url, "/watch?x=1", new Told());
      for (String line : List.of("event: changes", "data: ä", "", "event: next")) {
        assertThat(told.poll(30, TimeUnit.SECONDS)).isEqualTo(line);
      }
      assertThat(told.poll(30, TimeUnit.SECONDS)).startsWith("ended");
      stream.close();
    }
  }

  @Test
  void what_is_refused_is_told_with_the_answer() throws Exception {
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(503, -1);
          exchange.close();
        });
    try (EventLoop loop = new EventLoop("test")) {
      EventStream.open(loop, url, "/watch", new Told());
      assertThat(told.poll(30, TimeUnit.SECONDS)).contains("ended").contains("503");
    }
  }

  private final class Told implements EventStream.Listener {
    @Override
    public void line(byte[] line) {
      told.add(new String(line, UTF_8));
    }

    @Override
    public void ended(String why) {
      told.add("ended " + why);
    }
  }
}
