package io.helios.benchmarks.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.helios.benchmarks.wire.HttpConnections.Answer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class HttpConnectionsTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  @Test
  void a_server_is_asked_again_and_again_on_few_connections() throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          byte[] body = exchange.getRequestBody().readAllBytes();
          exchange.getResponseHeaders().add("Helios-Revision", "x-7");
          exchange.sendResponseHeaders(200, 0); // Chunked.
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    String url = "http://127.0.0.1:" + server.getAddress().getPort();
    try (EventLoop loop = new EventLoop("test");
        HttpConnections connections = new HttpConnections(loop, url, 2, 1)) {
      for (int i = 0; i < 50; i++) {
        Answer answer = connections.ask("PUT", "/it", ("body " + i).getBytes(UTF_8), LIMIT);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).isEqualTo("body " + i);
        assertThat(answer.header("helios-revision")).isEqualTo("x-7");
        assertThat(answer.answered()).isGreaterThan(answer.sent());
      }
    } finally {
      server.stop(0);
    }
  }

  @Test
  void nobody_there_is_told_at_once() {
    try (EventLoop loop = new EventLoop("test");
        HttpConnections connections = new HttpConnections(loop, "http://127.0.0.1:9", 1, 1)) {
      assertThatThrownBy(() -> connections.ask("GET", "/", null, LIMIT))
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void half_an_answer_waits_for_the_rest() throws IOException {
    byte[] whole = "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nbody".getBytes(UTF_8);
    for (int length = 0; length < whole.length; length++) {
      assertThat(HttpConnections.parse(ByteBuffer.wrap(whole.clone(), 0, length))).isNull();
    }
    Answer answer = HttpConnections.parse(ByteBuffer.wrap(whole));
    assertThat(answer.text()).isEqualTo("body");
  }
}
