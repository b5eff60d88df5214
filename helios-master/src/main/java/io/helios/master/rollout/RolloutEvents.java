package io.helios.master.rollout;

import java.util.Map;

/**
 * Where it is told what rollouts do, in the predecessor's words; after the fact, and not again when
 * the master dies in between. Never blocks.
 */
public interface RolloutEvents {
  /** The topic of all of them. */
  String TOPIC = "HeliosDeploymentGroupEvents";

  /**
   * A rollout did something.
   *
   * @param event {@code eventType}, {@code timestamp}, {@code deploymentGroup} and what belongs to
   *     that type
   */
  void tell(Map<String, Object> event);
}
