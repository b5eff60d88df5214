package io.helios.benchmarks.single;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The engine's API with nothing in between: a connection per call, plain HTTP. */
public record RawEngine(Path socket) {
  /** What all containers run: next to nothing, until they are told to end. */
  public static final List<String> COMMAND =
      List.of("sh", "-c", "trap exit TERM; while :; do sleep 600 & wait; done");

  private static final ObjectMapper JSON = new ObjectMapper();

  /** As the containers of the measured jobs; returns its id. */
  public String create(String image, Map<String, String> labels) throws IOException {
    Map<String, Object> container =
        Map.of(
            "Image",
            image,
            "Cmd",
            COMMAND,
            "Labels",
            labels,
            "HostConfig",
            Map.of("NetworkMode", "bridge"));
    return call("POST", "/containers/create", JSON.writeValueAsString(container))
        .path("Id")
        .asText();
  }

  public void start(String id) throws IOException {
    call("POST", "/containers/" + id + "/start", null);
  }

  /** With the engine's own patience. */
  public void stop(String id) throws IOException {
    call("POST", "/containers/" + id + "/stop", null);
  }

  /** At once. */
  public void kill(String id) throws IOException {
    call("POST", "/containers/" + id + "/kill", null);
  }

  public void remove(String id) throws IOException {
    call("DELETE", "/containers/" + id + "?force=1&v=1", null);
  }

  public JsonNode get(String path) throws IOException {
    return call("GET", path, null);
  }

  private JsonNode call(String method, String path, @Nullable String body) throws IOException {
    byte[] content = body == null ? new byte[0] : body.getBytes(UTF_8);
    // HTTP/1.0, so that the answer comes in one piece and ends with the connection.
    String head =
        "%s %s HTTP/1.0\r\nHost: engine\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
            .formatted(method, path, content.length);
    String answer;
    try (var channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.connect(UnixDomainSocketAddress.of(socket));
      ByteBuffer request = ByteBuffer.wrap((head + new String(content, UTF_8)).getBytes(UTF_8));
      while (request.hasRemaining()) {
        channel.write(request);
      }
      answer = readAll(channel);
    }
    int end = answer.indexOf("\r\n\r\n");
    if (end < 0 || !answer.startsWith("2", answer.indexOf(' ') + 1)) {
      throw new IOException(method + " " + path + " was answered by " + answer);
    }
    return JSON.readTree(answer.substring(end + 4));
  }

  private static String readAll(SocketChannel channel) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    ByteBuffer buffer = ByteBuffer.allocate(16 * 1024);
    while (channel.read(buffer) >= 0) {
      all.write(buffer.array(), 0, buffer.position());
      buffer.clear();
    }
    return all.toString(UTF_8);
  }
}
