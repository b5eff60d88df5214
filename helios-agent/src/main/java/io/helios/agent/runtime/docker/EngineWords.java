package io.helios.agent.runtime.docker;

import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The engine's own words, without what only its makers need to know. */
final class EngineWords {
  /** Who said it: shims and runtimes hand one and the same sentence on to each other. */
  private static final Pattern CHAIN =
      Pattern.compile(
          "(failed to create (shim task|task for container|shim)"
              + "|OCI runtime (create|start) failed"
              + "|(runc|crun) (create|start) failed"
              + "|container_linux\\.go:\\d+"
              + "|starting container process caused"
              + "|unable to start container process"
              + "|driver failed programming external connectivity on endpoint \\S+( \\([0-9a-f]+\\))?"
              + "|Error starting userland proxy"
              + "): ");

  private static final Pattern NOTHING_SAID = Pattern.compile(": unknown$");
  private static final Pattern FULL_ID = Pattern.compile("\\b([0-9a-f]{12})[0-9a-f]{52}\\b");
  private static final Pattern TAKEN =
      Pattern.compile(
          ":(\\d+)(?: failed: port is already allocated|: bind: address already in use)");

  private EngineWords() {}

  /** The reason itself is kept word by word. */
  static String shortened(String said) {
    String text = CHAIN.matcher(said.strip()).replaceAll("");
    text = NOTHING_SAID.matcher(text).replaceFirst("");
    return FULL_ID.matcher(text).replaceAll("$1");
  }

  /** The port of the host that somebody else has, where that is what was said. */
  static OptionalInt takenPort(String said) {
    Matcher taken = TAKEN.matcher(said);
    return taken.find() ? OptionalInt.of(Integer.parseInt(taken.group(1))) : OptionalInt.empty();
  }
}
