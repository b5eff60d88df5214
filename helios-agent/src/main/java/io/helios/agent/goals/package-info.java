/**
 * What is asked of this host: read from the tree by {@link io.helios.agent.goals.TreeGoals}, kept
 * in {@link io.helios.agent.goals.GoalBook}, and remembered on disk by {@link
 * io.helios.agent.goals.TaskFiles}. Unknown is never the same as absent.
 */
@NullMarked
package io.helios.agent.goals;

import org.jspecify.annotations.NullMarked;
