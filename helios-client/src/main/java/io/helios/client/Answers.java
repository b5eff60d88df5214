package io.helios.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.helios.client.transport.Reply;
import io.helios.model.json.Json;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads what masters answer: values, typed refusals, and errors in their three shapes. */
final class Answers {
  private static final int LONGEST_QUOTE = 300;
  private static final ObjectMapper MAPPER = Json.tree();

  private Answers() {}

  /** A value with status 200; anything else is rejected. */
  static <T> T value(Reply reply, TypeReference<T> type) {
    if (reply.status() != 200) {
      throw rejected(reply);
    }
    try {
      T value = MAPPER.readValue(reply.body(), type);
      if (value == null) {
        throw new BadReply("Bad reply from the master: nothing where a value was expected", null);
      }
      return value;
    } catch (IOException e) {
      throw bad(reply, e);
    }
  }

  static <T> T value(Reply reply, Class<T> type) {
    if (reply.status() != 200) {
      throw rejected(reply);
    }
    try {
      return Json.read(reply.body(), type);
    } catch (IOException e) {
      throw bad(reply, e);
    }
  }

  /** A value with status 200, or empty with 404. */
  static <T> Optional<T> found(Reply reply, TypeReference<T> type) {
    return reply.status() == 404 ? Optional.empty() : Optional.of(value(reply, type));
  }

  /**
   * A response object with a {@code status} of its own, which comes with 200 and, where the request
   * was refused, with 400, 403, 404, 405 or 409.
   */
  static <T> T response(Reply reply, Class<T> type) {
    return switch (reply.status()) {
      case 200, 400, 403, 404, 405, 409 -> typed(reply, type);
      default -> throw rejected(reply);
    };
  }

  private static <T> T typed(Reply reply, Class<T> type) {
    try {
      JsonNode json = MAPPER.readTree(reply.body());
      if (json != null && json.path("status").isTextual()) {
        return MAPPER.treeToValue(json, type);
      }
    } catch (IOException e) {
      if (reply.status() == 200) {
        throw bad(reply, e);
      }
    }
    if (reply.status() == 200) {
      throw bad(reply, null);
    }
    throw rejected(reply);
  }

  static RequestRejected rejected(Reply reply) {
    String said = message(reply);
    return new RequestRejected(
        reply.status(),
        "The master refused the request (HTTP "
            + reply.status()
            + ")"
            + (said.isEmpty() ? hint(reply.status()) : ": " + said));
  }

  private static String hint(int status) {
    return switch (status) {
      case 404 -> ": nothing there; does the URL really lead to a Helios master?";
      case 401, 403 -> ": not allowed";
      default -> "";
    };
  }

  private static BadReply bad(Reply reply, @Nullable IOException e) {
    String where =
        e instanceof JsonProcessingException parse ? " (" + parse.getOriginalMessage() + ")" : "";
    return new BadReply(
        "Bad reply, not what a Helios master answers" + where + ": " + quote(reply.text()), e);
  }

  /** The {@code message} or {@code errors} of a JSON error, else bare text; HTML is not shown. */
  static String message(Reply reply) {
    String text = reply.text().strip();
    try {
      JsonNode json = MAPPER.readTree(text);
      if (json != null && json.path("message").isTextual()) {
        return json.path("message").asText();
      }
      if (json != null && json.path("errors").isArray() && !json.path("errors").isEmpty()) {
        return json.path("errors").toString();
      }
      if (json != null && json.isTextual()) {
        return json.asText();
      }
    } catch (JsonProcessingException e) {
      return text.startsWith("<") ? "" : quote(text);
    }
    return text.equals("{\"errors\":[]}") ? "the body is missing" : quote(text);
  }

  private static String quote(String text) {
    String line = text.strip().replaceAll("\\s+", " ");
    return line.length() > LONGEST_QUOTE ? line.substring(0, LONGEST_QUOTE) + "..." : line;
  }
}
