package io.helios.cli.command;

import com.fasterxml.jackson.core.type.TypeReference;
import io.helios.model.json.Json;
import java.util.LinkedHashMap;
import java.util.Map;

/** Values as JSON objects that can be added to. */
final class Documents {
  private Documents() {}

  static Map<String, Object> object(Object value) {
    return Json.tree().convertValue(value, new TypeReference<LinkedHashMap<String, Object>>() {});
  }
}
