package io.helios.model.json;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import java.util.regex.Pattern;

/** Says what is wrong with a piece of JSON in words for the one who wrote it. */
public final class JsonProblem {
  private static final Pattern PACKAGES = Pattern.compile("\\b(?:[a-z][a-z0-9_]*\\.)+(?=[A-Z]\\w)");
  private static final Pattern SOURCE =
      Pattern.compile(" ?\\(start marker at \\[Source: [^\\]]*\\]\\)");

  private JsonProblem() {}

  /**
   * One line: what is wrong and, where known, in which property, line and column; no class names of
   * ours where a value refused itself.
   */
  public static String describe(JsonProcessingException problem) {
    StringBuilder text = new StringBuilder(reason(problem));
    if (problem instanceof JsonMappingException mapping && !mapping.getPath().isEmpty()) {
      text.append(" (at ").append(path(mapping)).append(')');
    }
    JsonLocation location = problem.getLocation();
    if (location != null && location.getLineNr() > 0) {
      text.append(" [line ").append(location.getLineNr());
      text.append(", column ").append(location.getColumnNr()).append(']');
    }
    return text.toString();
  }

  private static String reason(JsonProcessingException problem) {
    if (problem instanceof ValueInstantiationException
        && problem.getCause() instanceof IllegalArgumentException refused
        && refused.getMessage() != null) {
      return refused.getMessage();
    }
    // The parser's own words name Java classes in full and the place of the source it hides.
    String words = SOURCE.matcher(problem.getOriginalMessage()).replaceAll("");
    return PACKAGES.matcher(words).replaceAll("");
  }

  private static String path(JsonMappingException problem) {
    StringBuilder path = new StringBuilder();
    for (JsonMappingException.Reference step : problem.getPath()) {
      if (step.getFieldName() == null) {
        path.append('[').append(step.getIndex()).append(']');
      } else {
        path.append(path.length() == 0 ? "" : ".").append(step.getFieldName());
      }
    }
    return path.toString();
  }
}
