/**
 * What every command stands on: where it runs ({@link io.helios.cli.frame.Setting}), what it was
 * asked ({@link io.helios.cli.frame.Invocation}), how it ends ({@link io.helios.cli.frame.Outcome}
 * or a {@link io.helios.cli.frame.CliError}).
 */
@NullMarked
package io.helios.cli.frame;

import org.jspecify.annotations.NullMarked;
