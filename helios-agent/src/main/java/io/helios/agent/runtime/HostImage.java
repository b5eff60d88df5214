package io.helios.agent.runtime;

import java.util.Set;

/**
 * An image on this host.
 *
 * @param names repositories with tags, as the engine writes them; none for one that lost its last
 * @param bytes size with all layers, also those that it shares with others
 * @param used whether a container was made of it, anybody's, running or not
 */
public record HostImage(String id, Set<String> names, long bytes, boolean used) {
  public HostImage {
    names = Set.copyOf(names);
  }
}
