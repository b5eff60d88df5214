package io.helios.master.http;

import java.util.Locale;

/** Query parameters that are yes or no. */
public final class Flags {
  private Flags() {}

  /**
   * Whether it was said.
   *
   * @param text empty when the parameter was not given
   * @throws BadRequest when it is neither
   */
  public static boolean isSet(String name, String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "", "false" -> false;
      default -> throw new BadRequest(name + " must be true or false, but is '" + text + "'");
    };
  }
}
