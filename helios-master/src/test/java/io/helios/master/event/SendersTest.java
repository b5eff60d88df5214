package io.helios.master.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SendersTest {
  private static final byte[] MESSAGE = "{\"a\":1}".getBytes(StandardCharsets.UTF_8);

  @TempDir Path directory;

  @Test
  void the_audit_log_only_ever_grows_one_line_per_event_over_restarts() throws Exception {
    Path file = directory.resolve("logs/audit.log");
    for (int life = 0; life < 2; life++) {
      try (AuditLog log = new AuditLog(file, 1_000, 2)) {
        log.send("t", MESSAGE);
        log.send("t", MESSAGE);
      }
    }
    assertThat(Files.readAllLines(file)).hasSize(4).containsOnly("{\"a\":1}");
    assertThat(Files.getPosixFilePermissions(file))
        .doesNotContain(PosixFilePermission.OTHERS_READ, PosixFilePermission.GROUP_WRITE);
  }

  @Test
  void a_full_audit_log_is_kept_under_another_name_and_the_oldest_goes() throws Exception {
    Path file = directory.resolve("audit.log");
    try (AuditLog log = new AuditLog(file, 20, 2)) {
      for (int i = 0; i < 12; i++) {
        log.send("t", ("{\"event\":" + i + "}").getBytes(StandardCharsets.UTF_8));
      }
    }
    assertThat(Files.readString(file)).contains("11");
    assertThat(Files.readAllLines(directory.resolve("audit.log.1"))).hasSize(2);
    assertThat(Files.readAllLines(directory.resolve("audit.log.2"))).hasSize(2);
    assertThat(directory.resolve("audit.log.3")).doesNotExist();
  }

  @Test
  void an_audit_log_that_was_moved_away_begins_anew() throws Exception {
    Path file = directory.resolve("audit.log");
    try (AuditLog log = new AuditLog(file, 1_000, 2)) {
      log.send("t", MESSAGE);
      Files.move(file, directory.resolve("moved"));
      log.send("t", MESSAGE);
    }
    assertThat(Files.readAllLines(file)).hasSize(1);
  }

  @Test
  void a_webhook_gets_the_signed_event_and_anything_but_2xx_is_a_failure() throws Exception {
    List<String> signatures = new CopyOnWriteArrayList<>();
    List<String> bodies = new CopyOnWriteArrayList<>();
    int[] answer = {204};
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/hook",
        exchange -> {
          bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          signatures.add(exchange.getRequestHeaders().getFirst("Helios-Signature"));
          exchange.sendResponseHeaders(answer[0], -1);
          exchange.close();
        });
    server.start();
    try {
      URI uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/hook");
      Webhook hook = new Webhook(uri, "key");
      hook.send("HeliosEvents", MESSAGE);
      assertThat(bodies).containsExactly("{\"a\":1}");
      // As openssl says: printf '{"a":1}' | openssl dgst -sha256 -hmac key
      assertThat(signatures)
          .containsExactly(
              "sha256=88a67f24bbcdaed0e6c997404bb79a743baf44c6bab2f4c27328e3009d22e342");
      answer[0] = 503;
      assertThatThrownBy(() -> hook.send("HeliosEvents", MESSAGE))
          .isInstanceOf(IOException.class)
          .hasMessage("the webhook answered 503");
    } finally {
      server.stop(0);
    }
  }
}
