package io.helios.cli.frame;

import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;

/**
 * All that a command may know of the machine it runs on.
 *
 * @param home the user's directory, for {@code .helios/config}
 * @param user name of the operating system's user
 * @param zone for times shown to the user
 * @param terminal whether somebody looks at standard output as it comes
 * @param searchDomains DNS search path, to shorten and complete host names
 */
public record Setting(
    Map<String, String> environment,
    Path home,
    String user,
    InputStream in,
    PrintStream out,
    PrintStream err,
    Clock clock,
    ZoneId zone,
    boolean terminal,
    List<String> searchDomains,
    Pause pause) {

  /** Lets time pass between two looks. */
  @FunctionalInterface
  public interface Pause {
    void of(Duration duration) throws InterruptedException;
  }
}
