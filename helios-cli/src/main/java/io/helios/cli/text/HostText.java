package io.helios.cli.text;

import java.util.List;

/** Host names as people read them. */
public final class HostText {
  private HostText() {}

  /**
   * @param full whether the name is shown as stored
   */
  public static String text(String host, List<String> searchDomains, boolean full) {
    if (full) {
      return host;
    }
    for (String domain : searchDomains) {
      if (host.length() > domain.length() + 1 && host.endsWith("." + domain)) {
        return host.substring(0, host.length() - domain.length() - 1);
      }
    }
    return host;
  }
}
