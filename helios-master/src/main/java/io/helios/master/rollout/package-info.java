/**
 * Groups on their way to a job. {@link io.helios.master.rollout.RolloutPlanner} decides from facts
 * what happens next and knows neither clock nor tree; {@link
 * io.helios.master.rollout.RolloutDriver} looks again whenever something changed and has the moves
 * carried out.
 */
@NullMarked
package io.helios.master.rollout;

import org.jspecify.annotations.NullMarked;
