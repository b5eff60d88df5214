package io.helios.master.host;

import io.helios.master.http.BadRequest;
import io.helios.master.http.Flags;
import io.helios.master.http.NamePattern;
import io.helios.model.host.HostSelector;
import io.helios.model.host.HostStatus;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Query parameters that choose hosts. */
record HostQuery(
    @Nullable String namePattern,
    @Nullable List<String> selectors,
    @Nullable String status,
    @Nullable String cordoned,
    @Nullable String job) {

  /** A selector that is none; the predecessor had an answer of its own for it. */
  static final class BadSelector extends Exception {
    private static final long serialVersionUID = 1L;

    BadSelector(String text) {
      super("Invalid host selector: " + text);
    }
  }

  /**
   * @throws BadRequest when another parameter makes no sense
   */
  HostFilter filter() throws BadSelector {
    List<HostSelector> parsed = new ArrayList<>();
    for (String text : selectors == null ? List.<String>of() : selectors) {
      parsed.add(HostSelector.parse(text).orElseThrow(() -> new BadSelector(text)));
    }
    return new HostFilter(
        new NamePattern(namePattern == null ? "" : namePattern),
        parsed,
        status == null || status.isEmpty() ? null : status(status),
        (cordoned == null || cordoned.isEmpty()) ? null : Flags.isSet("cordoned", cordoned),
        job == null ? "" : job);
  }

  private static HostStatus.Status status(String text) {
    return switch (text) {
      case "UP" -> HostStatus.Status.UP;
      case "DOWN" -> HostStatus.Status.DOWN;
      default -> throw new BadRequest("status must be UP or DOWN, but is '" + text + "'");
    };
  }
}
