package io.helios.master.http;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/**
 * The opaque token on the wire: {@code <cluster id>-<zxid>}. Tokens of another cluster mean nothing
 * here.
 */
public final class Revisions {
  private final Supplier<Optional<String>> clusterId;

  public Revisions(Supplier<Optional<String>> clusterId) {
    this.clusterId = clusterId;
  }

  /** The token; empty while the cluster's identity is not known. */
  public Optional<String> token(long revision) {
    return clusterId.get().map(id -> id + "-" + revision);
  }

  /** The revision of a token; empty for what is none of ours. */
  public OptionalLong revision(String token) {
    int dash = token.lastIndexOf('-');
    if (dash < 0 || !clusterId.get().equals(Optional.of(token.substring(0, dash)))) {
      return OptionalLong.empty();
    }
    try {
      return OptionalLong.of(Long.parseLong(token.substring(dash + 1)));
    } catch (NumberFormatException e) {
      return OptionalLong.empty();
    }
  }
}
