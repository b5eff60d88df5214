/**
 * Where settings come from. {@link io.helios.master.config.Setting} lists them all; {@link
 * io.helios.master.config.Settings} takes each from the command line, else the environment, else
 * the file, else its default.
 */
@NullMarked
package io.helios.master.config;

import org.jspecify.annotations.NullMarked;
