package io.helios.model.host;

import org.jspecify.annotations.Nullable;

/**
 * Keeps new deployments off a host; what is deployed there already runs on.
 *
 * @param user who set it, self-declared; null when not said
 * @param reason for people; null when not said
 * @param since when it was set, in milliseconds since the epoch by the master's clock
 */
public record Cordon(@Nullable String user, @Nullable String reason, long since) {
  /** Such as {@code cordoned by alice: bad disk}, as far as was said. */
  public String describe() {
    return "cordoned" + (user == null ? "" : " by " + user) + (reason == null ? "" : ": " + reason);
  }
}
