package io.helios.cli.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.helios.cli.frame.CliError;
import io.helios.cli.frame.Setting;
import io.helios.model.job.ContainerOptions;
import io.helios.model.job.ImageOptions;
import io.helios.model.job.Job;
import io.helios.model.json.Json;
import io.helios.model.json.JsonProblem;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Reads a job's definition, as {@code inspect --json} prints it. */
public final class JobFile {
  private JobFile() {}

  /**
   * @param name of a file, or {@code -} for standard input
   * @param id stands in for an id that the file lacks; empty if there is none
   * @throws CliError when it can't be read or is no job; says where
   */
  public static Job read(String name, String id, Setting setting) {
    String shown = name.equals("-") ? "standard input" : name;
    byte[] bytes = bytes(name, shown, setting);
    try {
      JsonNode json = Json.tree().readTree(bytes);
      if (!(json instanceof ObjectNode object)) {
        throw new CliError(
            "Cannot read a job from "
                + shown
                + ": expected a JSON object { ... }, but found "
                + (json.isMissingNode() ? "nothing" : json.getNodeType()));
      }
      if (!object.path("id").isTextual()) {
        if (id.isEmpty()) {
          throw new CliError(
              "The job in " + shown + " has no id: put one there or give one as argument");
        }
        object.put("id", id);
        return known(object, Json.tree().treeToValue(object, Job.class), shown, setting);
      }
      // From the text, so that a value that does not fit is told with its line.
      return known(object, Json.read(bytes, Job.class), shown, setting);
    } catch (JsonProcessingException e) {
      throw new CliError("Cannot read a job from " + shown + ": " + JsonProblem.describe(e), e);
    } catch (IOException e) {
      throw new CliError("Cannot read a job from " + shown + ": " + e.getMessage(), e);
    }
  }

  private static byte[] bytes(String name, String shown, Setting setting) {
    try {
      return name.equals("-") ? setting.in().readAllBytes() : Files.readAllBytes(Path.of(name));
    } catch (NoSuchFileException e) {
      throw new CliError("No such file: " + shown, e);
    } catch (AccessDeniedException e) {
      throw new CliError("No permission to read " + shown, e);
    } catch (IOException e) {
      throw new CliError("Cannot read " + shown + ": " + e.getMessage(), e);
    }
  }

  /** Fields that mean nothing are no error, since a newer master may know them; but are told. */
  private static Job known(ObjectNode given, Job job, String shown, Setting setting) {
    List<String> ignored = new ArrayList<>();
    collect("", given, Json.tree().valueToTree(job), ignored);
    if (!ignored.isEmpty()) {
      setting
          .err()
          .println("Ignored in " + shown + ", no such field: " + String.join(", ", ignored));
    }
    return job;
  }

  private static void collect(String path, JsonNode given, JsonNode understood, List<String> to) {
    given
        .properties()
        .forEach(
            field -> {
              String name = path + field.getKey();
              JsonNode value = understood.get(field.getKey());
              if (value == null && !saysNothing(name)) {
                to.add(name);
              } else if (value != null && value.isObject()) {
                collect(name + ".", field.getValue(), value, to);
              }
            });
  }

  /** These are not written while they are empty, so an empty one looks unknown. */
  private static boolean saysNothing(String name) {
    return Stream.of(ContainerOptions.class, ImageOptions.class)
        .flatMap(type -> Arrays.stream(type.getRecordComponents()))
        .anyMatch(option -> option.getName().equals(name));
  }
}
