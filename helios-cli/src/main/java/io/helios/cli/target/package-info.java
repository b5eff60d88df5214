/**
 * Which masters a command is for: from options, the configuration file and the environment, in the
 * order that {@link io.helios.cli.target.Targets} gives.
 */
@NullMarked
package io.helios.cli.target;

import org.jspecify.annotations.NullMarked;
