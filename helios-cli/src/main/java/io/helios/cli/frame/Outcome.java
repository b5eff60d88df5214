package io.helios.cli.frame;

/**
 * How a command ended for one target.
 *
 * @param json what {@code --json} prints, one document
 * @param pretty whether that document is printed over several lines
 */
public record Outcome(int exitCode, Object json, boolean pretty) {
  /** A listing. */
  public static Outcome listing(int exitCode, Object json) {
    return new Outcome(exitCode, json, true);
  }

  /** The answer to a change. */
  public static Outcome change(boolean done, Object json) {
    return new Outcome(done ? 0 : 1, json, false);
  }
}
