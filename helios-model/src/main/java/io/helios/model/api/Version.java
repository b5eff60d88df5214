package io.helios.model.api;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A version of Helios, {@code major.minor.patch} with optional {@code -SNAPSHOT}. */
public record Version(int major, int minor, int patch, boolean snapshot) {
  private static final Pattern TEXT =
      Pattern.compile("(\\d{1,9})\\.(\\d{1,9})\\.(\\d{1,9})(-SNAPSHOT)?");

  /** Empty when the text is no version. */
  public static Optional<Version> parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    return Optional.of(
        new Version(
            Integer.parseInt(matcher.group(1)),
            Integer.parseInt(matcher.group(2)),
            Integer.parseInt(matcher.group(3)),
            matcher.group(4) != null));
  }

  @Override
  public String toString() {
    return major + "." + minor + "." + patch + (snapshot ? "-SNAPSHOT" : "");
  }
}
