package io.helios.agent.image;

import java.time.Instant;
import java.util.Set;

/**
 * What the agent remembers of an image that it has fetched or used.
 *
 * @param names by which jobs asked for it, as the engine writes names
 * @param last when it was last known to be of use
 */
record ImageUse(Set<String> names, Instant last) {
  ImageUse {
    names = Set.copyOf(names);
  }
}
