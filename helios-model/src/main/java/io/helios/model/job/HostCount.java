package io.helios.model.job;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A number of hosts, either as it is or as a share of all.
 *
 * @param number hosts, or percent of them up to 100
 */
public record HostCount(int number, boolean percent) {
  public static final HostCount ZERO = new HostCount(0, false);

  private static final Pattern SYNTAX = Pattern.compile("([0-9]{1,7})(%?)");

  public HostCount {
    if (number < 0 || (percent && number > 100)) {
      throw new IllegalArgumentException("no number of hosts: " + number);
    }
  }

  /** Reads {@code N} or {@code N%}; empty when the text is neither. */
  public static Optional<HostCount> parse(String text) {
    Matcher matcher = SYNTAX.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    int number = Integer.parseInt(matcher.group(1));
    boolean percent = !matcher.group(2).isEmpty();
    return percent && number > 100 ? Optional.empty() : Optional.of(new HostCount(number, percent));
  }

  /** Of so many hosts; a share is rounded up, so that more than nothing is at least one. */
  public int roundedUp(int hosts) {
    return percent ? (int) (((long) hosts * number + 99) / 100) : number;
  }

  /** Of so many hosts; a share is rounded down. */
  public int roundedDown(int hosts) {
    return percent ? (int) ((long) hosts * number / 100) : number;
  }

  @Override
  public String toString() {
    return percent ? number + "%" : Integer.toString(number);
  }
}
