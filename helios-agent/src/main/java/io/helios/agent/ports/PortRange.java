package io.helios.agent.ports;

/**
 * Ports for dynamic mappings, written {@code start:end}.
 *
 * @param start first port
 * @param end first port beyond
 */
public record PortRange(int start, int end) {
  private static final int HIGHEST = 65_536;

  public PortRange {
    if (start < 1 || end > HIGHEST || end <= start) {
      throw new IllegalArgumentException(
          "Invalid port range: "
              + start
              + ":"
              + end
              + ", expected START:END with 1 <= START < END"
              + " <= 65536");
    }
  }

  /**
   * Reads {@code start:end}.
   *
   * @throws IllegalArgumentException when it is no such range; the message is fit for a user
   */
  public static PortRange parse(String text) {
    String[] parts = text.split(":", -1);
    try {
      if (parts.length == 2) {
        return new PortRange(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]));
      }
    } catch (NumberFormatException notNumbers) {
      // Said below.
    }
    throw new IllegalArgumentException(
        "Invalid port range: " + text + ", expected START:END, such as 20000:32768");
  }

  public int size() {
    return end - start;
  }

  @Override
  public String toString() {
    return start + ":" + end;
  }
}
