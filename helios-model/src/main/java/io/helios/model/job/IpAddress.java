package io.helios.model.job;

import java.util.regex.Pattern;

/** Tells literal addresses from names without asking a resolver. */
public final class IpAddress {
  private static final String OCTET = "(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
  private static final Pattern V4 = Pattern.compile(OCTET + "(\\." + OCTET + "){3}");
  private static final Pattern V6_GROUP = Pattern.compile("[0-9a-fA-F]{1,4}");

  private IpAddress() {}

  public static boolean isLiteral(String text) {
    return V4.matcher(text).matches() || isV6(text);
  }

  private static boolean isV6(String text) {
    int gap = text.indexOf("::");
    if (gap < 0) {
      return groups(text) == 8;
    }
    if (text.indexOf("::", gap + 1) >= 0) {
      return false;
    }
    String head = text.substring(0, gap);
    int before = head.contains(".") ? -1000 : groups(head);
    int after = groups(text.substring(gap + 2));
    return before >= 0 && after >= 0 && before + after < 8;
  }

  /** How many 16-bit groups the text holds (a final IPv4 counts two), or -1000 if malformed. */
  private static int groups(String text) {
    if (text.isEmpty()) {
      return 0;
    }
    String[] parts = text.split(":", -1);
    int count = 0;
    for (int i = 0; i < parts.length; i++) {
      if (V6_GROUP.matcher(parts[i]).matches()) {
        count++;
      } else if (i == parts.length - 1 && V4.matcher(parts[i]).matches()) {
        count += 2;
      } else {
        return -1000;
      }
    }
    return count;
  }
}
