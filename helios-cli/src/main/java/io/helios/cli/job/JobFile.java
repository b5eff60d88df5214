package io.helios.cli.job;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.helios.cli.frame.CliError;
import io.helios.cli.frame.Setting;
import io.helios.model.job.Job;
import io.helios.model.json.Json;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

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
        throw new CliError("Cannot read a job from " + shown + ": expected a JSON object");
      }
      if (!object.path("id").isTextual()) {
        if (id.isEmpty()) {
          throw new CliError(
              "The job in " + shown + " has no id: put one there or give one as argument");
        }
        object.put("id", id);
        return Json.tree().treeToValue(object, Job.class);
      }
      // From the text, so that a value that does not fit is told with its line.
      return Json.read(bytes, Job.class);
    } catch (JsonProcessingException e) {
      throw new CliError("Cannot read a job from " + shown + ": " + problem(e), e);
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

  private static String problem(JsonProcessingException e) {
    JsonLocation at = e.getLocation();
    String where =
        at == null || at.getLineNr() < 1
            ? ""
            : "line " + at.getLineNr() + ", column " + at.getColumnNr() + ": ";
    return where + e.getOriginalMessage();
  }
}
