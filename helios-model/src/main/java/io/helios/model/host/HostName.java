package io.helios.model.host;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Optional;

/** The name under which a host's agent is known in the cluster. */
public record HostName(@JsonValue String value) implements Comparable<HostName> {
  private static final int LONGEST = 253;

  @JsonCreator
  public HostName {
    if (!isLegal(value)) {
      throw new IllegalArgumentException(
          "Invalid host name: '" + value + "', only [0-9A-Za-z_.:-] are allowed, 253 at most");
    }
  }

  /** The name, or empty when the text cannot be one. */
  public static Optional<HostName> of(String text) {
    return isLegal(text) ? Optional.of(new HostName(text)) : Optional.empty();
  }

  /** Not a regular expression: masters look at the name in every path they read. */
  private static boolean isLegal(String text) {
    if (text.isEmpty() || text.length() > LONGEST || text.equals(".") || text.equals("..")) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean legal =
          (c >= '-' && c <= ':' && c != '/')
              || (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || c == '_';
      if (!legal) {
        return false;
      }
    }
    return true;
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
