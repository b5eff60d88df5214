package io.helios.model.job;

import org.jspecify.annotations.Nullable;

/**
 * Limits of a container; null means no limit of that kind.
 *
 * @param memory bytes
 * @param memorySwap bytes of memory and swap together, -1 for unlimited swap
 * @param cpuShares relative weight
 * @param cpuset processors, as in {@code 0-2,4}
 */
public record Resources(
    @Nullable Long memory,
    @Nullable Long memorySwap,
    @Nullable Long cpuShares,
    @Nullable String cpuset) {}
