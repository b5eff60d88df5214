package io.helios.cli.job;

import io.helios.cli.frame.CliError;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Amounts of memory: bytes, or with {@code k}, {@code m}, {@code g} (of 1024). */
final class Sizes {
  private static final Pattern SIZE = Pattern.compile("(\\d{1,12})([kKmMgG]?)[bB]?");

  private Sizes() {}

  static long bytes(String flag, String text) {
    Matcher size = SIZE.matcher(text);
    if (!size.matches()) {
      throw new CliError(
          "Bad "
              + flag
              + " '"
              + text
              + "': expected bytes, or a number with k, m or g, as in 512m");
    }
    int power = "kmg".indexOf(size.group(2).isEmpty() ? '-' : lower(size.group(2))) + 1;
    try {
      return Math.multiplyExact(Long.parseLong(size.group(1)), 1L << (10 * power));
    } catch (ArithmeticException e) {
      throw new CliError("Bad " + flag + " '" + text + "': too much", e);
    }
  }

  private static char lower(String unit) {
    return Character.toLowerCase(unit.charAt(0));
  }
}
