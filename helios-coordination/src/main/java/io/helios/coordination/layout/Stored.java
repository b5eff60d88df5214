package io.helios.coordination.layout;

import com.fasterxml.jackson.databind.JsonNode;
import io.helios.model.json.Json;
import java.io.IOException;
import java.util.Map;

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
    JsonNode envelope = Json.tree().readTree(data);
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
