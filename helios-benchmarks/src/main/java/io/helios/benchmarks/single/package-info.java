/**
 * One agent in a process of its own on the real engine, beside the raw engine. {@link
 * io.helios.benchmarks.single.Rig} is what is measured; one class per scenario.
 */
@NullMarked
package io.helios.benchmarks.single;

import org.jspecify.annotations.NullMarked;
