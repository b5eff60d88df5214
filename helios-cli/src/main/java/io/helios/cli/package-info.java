/**
 * The command line client. {@link io.helios.cli.Main} reads the command line, runs the command for
 * each target and turns what happened into output and exit code; the commands themselves live in
 * {@code io.helios.cli.command}.
 */
@NullMarked
package io.helios.cli;

import org.jspecify.annotations.NullMarked;
