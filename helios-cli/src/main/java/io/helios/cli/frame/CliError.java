package io.helios.cli.frame;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The user is told why it does not go on; exit code 1. */
public final class CliError extends RuntimeException {
  private final transient @Nullable Object json;

  /** The message is shown on standard error, and as {@code {"error": ...}} with {@code --json}. */
  public CliError(String message) {
    this(message, Map.of("error", message));
  }

  /**
   * @param json shown on standard output with {@code --json}
   */
  public CliError(String message, Object json) {
    super(message);
    this.json = json;
  }

  /** Like {@link #CliError(String)}, with what is shown with {@code -v}. */
  public CliError(String message, Throwable cause) {
    super(message, cause);
    this.json = Map.of("error", message);
  }

  public Object json() {
    return json == null ? Map.of() : json;
  }
}
