package io.helios.client;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The highest revision any master has answered with, so that the next request, which may go to
 * another master, never sees less. A revision reads {@code <cluster>-<number>}; one of another
 * cluster replaces what was known.
 */
final class RevisionMemory {
  private final AtomicReference<@Nullable String> highest = new AtomicReference<>();

  void note(String revision) {
    highest.updateAndGet(known -> known != null && isAhead(known, revision) ? known : revision);
  }

  @Nullable String highest() {
    return highest.get();
  }

  private static boolean isAhead(String known, String revision) {
    int knownDash = known.lastIndexOf('-');
    int dash = revision.lastIndexOf('-');
    if (dash < 0 || !revision.substring(0, dash).equals(prefix(known, knownDash))) {
      return false;
    }
    try {
      return Long.parseLong(known.substring(knownDash + 1))
          > Long.parseLong(revision.substring(dash + 1));
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private static String prefix(String revision, int dash) {
    return dash < 0 ? revision : revision.substring(0, dash);
  }
}
