package io.helios.coordination.layout;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import io.helios.model.json.Json;
import io.helios.model.json.JsonProblem;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How values stand in nodes: {@code {"schema":1,"value":...}} in the tree's JSON dialect. The
 * schema lets masters and agents of neighbouring versions tell what they can read.
 */
public final class Stored {
  /** The schema that this version writes, and the newest that it reads. */
  public static final int SCHEMA = 1;

  private Stored() {}

  public static byte[] bytes(Object value) {
    return Json.bytes(Map.of("schema", SCHEMA, "value", value));
  }

  /**
   * Reads a value.
   *
   * @throws IOException when the node's data is not such a value, or of a newer schema
   */
  public static <T> T read(byte[] data, Class<T> type) throws IOException {
    T value = readAsWritten(data, type);
    return value != null ? value : readAnyway(data, type);
  }

  /**
   * Reads what {@link #bytes} has written, in one pass: masters read hundreds of thousands of nodes
   * when they start. Null for anything that stands differently, whether it is bad or not.
   */
  private static <T> @Nullable T readAsWritten(byte[] data, Class<T> type) throws IOException {
    try (JsonParser parser = Json.tree().createParser(data)) {
      if (parser.nextToken() != JsonToken.START_OBJECT
          || !"schema".equals(parser.nextFieldName())
          || parser.nextIntValue(0) != SCHEMA
          || !"value".equals(parser.nextFieldName())
          || parser.nextToken() == JsonToken.VALUE_NULL) {
        return null;
      }
      T value = parser.readValueAs(type);
      return parser.nextToken() == JsonToken.END_OBJECT ? value : null;
    } catch (JacksonException e) {
      return null;
    }
  }

  private static <T> T readAnyway(byte[] data, Class<T> type) throws IOException {
    try {
      return readEnvelope(data, type);
    } catch (JsonProcessingException e) {
      throw new IOException(JsonProblem.describe(e), e);
    }
  }

  private static <T> T readEnvelope(byte[] data, Class<T> type) throws IOException {
    if (data.length == 0) {
      throw new IOException("it is empty");
    }
    JsonNode envelope = Json.tree().readTree(data);
    if (!envelope.has("schema")) {
      throw new IOException("it does not say its schema");
    }
    int schema = envelope.path("schema").asInt(0);
    if (schema < 1 || schema > SCHEMA) {
      throw new IOException(
          "schema " + envelope.path("schema") + " cannot be read, only 1 to " + SCHEMA);
    }
    T value = Json.tree().treeToValue(envelope.path("value"), type);
    if (value == null) {
      throw new IOException("no value");
    }
    return value;
  }
}
