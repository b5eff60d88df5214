package io.helios.model.job;

import org.jspecify.annotations.Nullable;

/**
 * How a rollout proceeds; null means "not given".
 *
 * @param timeout seconds
 * @param parallelism hosts at once
 */
public record RolloutOptions(
    @Nullable Long timeout,
    @Nullable Integer parallelism,
    @Nullable Boolean migrate,
    @Nullable Boolean overlap,
    @Nullable String token,
    @Nullable Boolean ignoreFailures) {}
