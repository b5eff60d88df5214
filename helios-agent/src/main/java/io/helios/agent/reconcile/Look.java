package io.helios.agent.reconcile;

import io.helios.agent.runtime.ContainerId;
import io.helios.agent.runtime.Observed;
import org.jspecify.annotations.Nullable;

/**
 * What a look at one container found.
 *
 * @param tick orders looks by when they began: an older one tells nothing new
 * @param found null when the container is not there
 */
record Look(long tick, ContainerId id, @Nullable Observed found) {}
