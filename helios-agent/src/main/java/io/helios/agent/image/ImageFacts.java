package io.helios.agent.image;

import io.helios.agent.runtime.DiskUse;
import io.helios.agent.runtime.HostImage;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Everything that decides about images.
 *
 * @param known what is remembered of those that the agent has fetched or used, by identity
 * @param deployed identities of those that deployments on this host ask for, whatever their goal
 * @param disk on which the images lie; empty if unknown
 */
record ImageFacts(
    List<HostImage> images,
    Map<String, ImageUse> known,
    Set<String> deployed,
    Optional<DiskUse> disk,
    Instant now) {}
