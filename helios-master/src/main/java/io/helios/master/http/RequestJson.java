package io.helios.master.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import io.helios.model.json.Json;
import io.helios.model.json.JsonProblem;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads request bodies. */
public final class RequestJson {
  private RequestJson() {}

  /**
   * The body's value.
   *
   * @throws MissingBody when there is none
   * @throws BadRequest when it is not JSON of that type
   */
  public static <T> T read(byte @Nullable [] body, TypeReference<T> type) {
    if (body == null || body.length == 0) {
      throw new MissingBody();
    }
    T value = parsed(body, type);
    if (value == null) {
      throw new MissingBody();
    }
    return value;
  }

  private static <T> @Nullable T parsed(byte[] body, TypeReference<T> type) {
    try {
      return Json.http().readValue(body, type);
    } catch (JsonProcessingException e) {
      throw new BadRequest(JsonProblem.describe(e));
    } catch (IOException | StackOverflowError e) {
      throw new BadRequest("the body cannot be read as JSON");
    }
  }
}
