package io.helios.model.json;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import java.util.Collection;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Says what is wrong with a piece of JSON in words for the one who wrote it. */
public final class JsonProblem {
  private static final Pattern PACKAGES = Pattern.compile("\\b(?:[a-z][a-z0-9_]*\\.)+(?=[A-Z]\\w)");
  private static final Pattern SOURCE =
      Pattern.compile(" ?\\((?:start marker|for \\w+ starting) at \\[Source: [^\\]]*\\]\\)");

  private static final Pattern GIVEN =
      Pattern.compile("from (Array|Object|String|Number|Boolean|Floating-point|Integer) value");

  private JsonProblem() {}

  /**
   * One line: what is wrong and, where known, in which property, line and column; no class names,
   * which mean nothing to the one who wrote it.
   */
  public static String describe(JsonProcessingException problem) {
    String path = problem instanceof JsonMappingException mapping ? path(mapping) : "";
    StringBuilder text = new StringBuilder();
    String kind = problem instanceof MismatchedInputException mismatch ? kind(mismatch) : "";
    if (kind.isEmpty()) {
      text.append(reason(problem)).append(path.isEmpty() ? "" : " (at " + path + ")");
    } else {
      text.append(path.isEmpty() ? "the whole" : path).append(' ').append(kind);
    }
    JsonLocation location = problem.getLocation();
    if (location != null && location.getLineNr() > 0) {
      text.append(" [line ").append(location.getLineNr());
      text.append(", column ").append(location.getColumnNr()).append(']');
    }
    return text.toString();
  }

  /** What should have stood there, or what cannot; empty where the parser's own words say more. */
  private static String kind(MismatchedInputException mismatch) {
    if (!mismatch.getOriginalMessage().startsWith("Cannot ")) {
      return ""; // A deserializer of ours, which knows better.
    }
    String expected = expected(mismatch.getTargetType());
    if (!expected.isEmpty()) {
      return "must be " + expected;
    }
    Matcher given = GIVEN.matcher(mismatch.getOriginalMessage());
    return given.find()
        ? "cannot be "
            + switch (given.group(1)) {
              case "Array" -> "a list [ ... ]";
              case "Object" -> "an object { ... }";
              case "String" -> "text";
              case "Boolean" -> "true or false";
              default -> "a number";
            }
        : "";
  }

  private static String expected(@Nullable Class<?> type) {
    if (type == null) {
      return "";
    }
    if (Number.class.isAssignableFrom(type) || (type.isPrimitive() && type != boolean.class)) {
      return "a number";
    }
    if (Collection.class.isAssignableFrom(type)) {
      return "a list [ ... ]";
    }
    if (type == Boolean.class || type == boolean.class) {
      return "true or false";
    }
    if (Map.class.isAssignableFrom(type)) {
      return "an object { ... }";
    }
    return type == String.class ? "text" : "";
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
