package io.helios.master.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import java.util.Set;

/** Hides what jobs keep secret, in places where the predecessor did not show it. */
final class Redaction {
  private static final String INSTEAD = "<redacted>";
  private static final Set<String> SECRETS = Set.of("token");
  private static final Set<String> MAPS_OF_SECRETS = Set.of("env", "environment");

  private Redaction() {}

  /** Hides tokens and the values of environments, wherever they stand in the value. */
  static void redact(JsonNode node) {
    if (node instanceof ObjectNode object) {
      for (String name : names(object)) {
        JsonNode value = object.path(name);
        if (SECRETS.contains(name) && value.isTextual() && !value.asText().isEmpty()) {
          object.set(name, TextNode.valueOf(INSTEAD));
        } else if (MAPS_OF_SECRETS.contains(name) && value instanceof ObjectNode map) {
          names(map).forEach(key -> map.set(key, TextNode.valueOf(INSTEAD)));
        } else {
          redact(value);
        }
      }
    } else if (node.isArray()) {
      node.forEach(Redaction::redact);
    }
  }

  private static List<String> names(ObjectNode object) {
    return object.properties().stream().map(it -> it.getKey()).toList();
  }
}
