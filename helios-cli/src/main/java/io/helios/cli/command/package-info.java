/** The commands, one class each; {@link io.helios.cli.command.Commands} lists them. */
@NullMarked
package io.helios.cli.command;

import org.jspecify.annotations.NullMarked;
