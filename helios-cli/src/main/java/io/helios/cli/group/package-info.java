/**
 * Rollouts for people: the options that start one ({@link io.helios.cli.group.RolloutFlags}), the
 * words and the bar that show one, and following one until it ends ({@link
 * io.helios.cli.group.Following}).
 */
@NullMarked
package io.helios.cli.group;

import org.jspecify.annotations.NullMarked;
