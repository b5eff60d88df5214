package io.helios.master.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.helios.model.file.FileProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** A YAML file with a key for each setting, such as {@code state-dir: /var/lib/helios-master}. */
public final class ConfigFile {
  private static final ObjectMapper YAML =
      new ObjectMapper(
          YAMLFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build());

  private ConfigFile() {}

  /**
   * Values by key; those of a list in order.
   *
   * @param errors gets a line for the operator for everything that makes no sense
   */
  public static Map<String, List<String>> read(Path file, Consumer<String> errors) {
    Map<String, List<String>> values = new TreeMap<>();
    JsonNode content;
    try {
      content = YAML.readTree(Files.readString(file));
    } catch (JsonProcessingException e) {
      errors.accept(file + " is not YAML of settings: " + inWords(e));
      return values;
    } catch (IOException e) {
      errors.accept(file + " cannot be read: " + FileProblem.inWords(e));
      return values;
    }
    if (content.isMissingNode() || content.isNull()) {
      return values;
    }
    if (!content.isObject()) {
      errors.accept(file + " must hold keys with values");
      return values;
    }
    content
        .properties()
        .forEach(
            entry ->
                texts(entry.getValue())
                    .ifPresentOrElse(
                        texts -> values.put(entry.getKey(), texts),
                        () ->
                            errors.accept(
                                file
                                    + ": '"
                                    + entry.getKey()
                                    + "' must be a value or a list of values")));
    return values;
  }

  /** Empty for what is neither a value nor a list of values. */
  private static Optional<List<String>> texts(JsonNode given) {
    List<String> texts = new ArrayList<>();
    Iterable<JsonNode> nodes = given.isArray() ? given : List.of(given);
    for (JsonNode node : nodes) {
      if (!node.isValueNode() || node.isNull()) {
        return Optional.empty();
      }
      texts.add(node.asText());
    }
    return Optional.of(texts);
  }

  /** On one line, and without the lines of the file that the parser quotes: one may be a secret. */
  private static String inWords(JsonProcessingException e) {
    String words =
        e.getOriginalMessage()
            .lines()
            .filter(line -> !line.isBlank() && !line.startsWith(" "))
            .collect(Collectors.joining("; "));
    return words + (e.getLocation() == null ? "" : " in line " + e.getLocation().getLineNr());
  }
}
