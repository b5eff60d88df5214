package io.helios.master.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A YAML file with a key for each setting, such as {@code state-dir: /var/lib/helios-master}. */
public final class ConfigFile {
  private ConfigFile() {}

  /**
   * Values by key; those of a list in order.
   *
   * @throws IllegalArgumentException with a message for the operator
   */
  public static Map<String, List<String>> read(Path file) {
    JsonNode content;
    try {
      content = new ObjectMapper(new YAMLFactory()).readTree(Files.readString(file));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          file + " is not YAML: " + e.getOriginalMessage() + where(e), e);
    } catch (IOException e) {
      throw new IllegalArgumentException(file + " cannot be read: " + e, e);
    }
    Map<String, List<String>> values = new TreeMap<>();
    if (content.isMissingNode() || content.isNull()) {
      return values;
    }
    if (!content.isObject()) {
      throw new IllegalArgumentException(file + " must hold keys with values");
    }
    content.properties().forEach(entry -> values.put(entry.getKey(), texts(file, entry)));
    return values;
  }

  private static List<String> texts(Path file, Map.Entry<String, JsonNode> entry) {
    List<String> texts = new ArrayList<>();
    Iterable<JsonNode> nodes =
        entry.getValue().isArray() ? entry.getValue() : List.of(entry.getValue());
    for (JsonNode node : nodes) {
      if (!node.isValueNode() || node.isNull()) {
        throw new IllegalArgumentException(
            file + ": '" + entry.getKey() + "' must be a value or a list of values");
      }
      texts.add(node.asText());
    }
    return texts;
  }

  private static String where(JsonProcessingException e) {
    return e.getLocation() == null ? "" : " in line " + e.getLocation().getLineNr();
  }
}
