package io.helios.coordination.layout;

/** A rollout as a whole: what was asked, and how far it has come. */
public record StoredRollout(RolloutOrder order, RolloutProgress progress) {
  public StoredRollout with(RolloutProgress now) {
    return new StoredRollout(order, now);
  }
}
