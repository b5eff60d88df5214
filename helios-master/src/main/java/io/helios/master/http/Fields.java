package io.helios.master.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.helios.model.json.Json;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which properties of listed objects are wanted.
 *
 * @param names empty for all
 */
public record Fields(Set<String> names) {
  /** As asked by a query parameter: names separated by commas. */
  public static Fields of(@Nullable String text) {
    return new Fields(
        Arrays.stream((text == null ? "" : text).split(","))
            .map(String::strip)
            .filter(name -> !name.isEmpty())
            .collect(Collectors.toUnmodifiableSet()));
  }

  /** The objects with those properties alone; ones that do not exist are left out. */
  Object of(Map<String, ?> objects) {
    return names.isEmpty() ? objects : chosen(objects, false);
  }

  /** As {@link #of(Map)}, for a writer that redacts: what is chosen here already is redacted. */
  Object ofRedacted(Map<String, ?> objects) {
    return names.isEmpty() ? objects : chosen(objects, true);
  }

  private Map<String, JsonNode> chosen(Map<String, ?> objects, boolean redacted) {
    Map<String, JsonNode> chosen = new LinkedHashMap<>();
    objects.forEach(
        (key, value) -> {
          JsonNode node = Json.http().valueToTree(value);
          if (node instanceof ObjectNode object) {
            object.retain(names);
          }
          if (redacted) {
            Redaction.redact(node);
          }
          chosen.put(key, node);
        });
    return chosen;
  }
}
