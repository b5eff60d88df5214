package io.helios.model.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;

/**
 * The mappers. Both read the same: unknown properties are ignored, duplicate keys tolerated (the
 * last wins), dates are text or epoch milliseconds, enums are read leniently. They write
 * differently, because published clients were built against both dialects.
 */
public final class Json {
  private static final ObjectMapper TREE =
      base()
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .build();
  private static final ObjectMapper HTTP =
      base().enable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS).build();

  private Json() {}

  /** For request bodies, everything in the tree and {@code --json}: sorted, dates as ISO text. */
  public static ObjectMapper tree() {
    return TREE;
  }

  /** For the masters' answers: declaration order, dates as epoch milliseconds. */
  public static ObjectMapper http() {
    return HTTP;
  }

  /** Compact UTF-8 bytes in the tree's dialect. */
  public static byte[] bytes(Object value) {
    try {
      return TREE.writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not writable as JSON: " + value.getClass(), e);
    }
  }

  /** Compact text in the tree's dialect. */
  public static String text(Object value) {
    try {
      return TREE.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not writable as JSON: " + value.getClass(), e);
    }
  }

  /**
   * Reads a value.
   *
   * @throws IOException when the bytes are not JSON of that type; the message says where
   */
  public static <T> T read(byte[] bytes, Class<T> type) throws IOException {
    T value = TREE.readValue(bytes, type);
    if (value == null) {
      throw new IOException("expected " + type.getSimpleName() + " but found null");
    }
    return value;
  }

  private static JsonMapper.Builder base() {
    return JsonMapper.builder()
        .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        .addModule(new LenientEnums());
  }
}
