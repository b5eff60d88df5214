package io.helios.model.host;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Optional;
import java.util.regex.Pattern;

/** The name under which a host's agent is known in the cluster. */
public record HostName(@JsonValue String value) implements Comparable<HostName> {
  private static final Pattern SYNTAX = Pattern.compile("(?!\\.{1,2}$)[0-9A-Za-z_.:-]{1,253}");

  @JsonCreator
  public HostName {
    if (!SYNTAX.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "Invalid host name: '" + value + "', only [0-9A-Za-z_.:-] are allowed, 253 at most");
    }
  }

  /** The name, or empty when the text cannot be one. */
  public static Optional<HostName> of(String text) {
    return SYNTAX.matcher(text).matches() ? Optional.of(new HostName(text)) : Optional.empty();
  }

  @Override
  public String toString() {
    return value;
  }

  @Override
  public int compareTo(HostName other) {
    return value.compareTo(other.value);
  }
}
