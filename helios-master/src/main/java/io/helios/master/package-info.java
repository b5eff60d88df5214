/**
 * The master process: {@link io.helios.master.MasterApplication} is the only place that knows every
 * part, {@link io.helios.master.MasterMain} starts it from a command line.
 */
@NullMarked
package io.helios.master;

import org.jspecify.annotations.NullMarked;
