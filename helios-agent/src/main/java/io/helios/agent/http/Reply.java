package io.helios.agent.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.helios.model.json.Json;
import java.util.Map;

/** An answer, ready to be sent. */
record Reply(int status, String contentType, byte[] body) {
  static Reply json(int status, Object value) {
    return new Reply(status, "application/json", Json.bytes(value));
  }

  static Reply text(String text, String contentType) {
    return new Reply(200, contentType + ";charset=utf-8", text.getBytes(UTF_8));
  }

  static Reply error(int status, String message) {
    return json(status, Map.of("message", message));
  }
}
