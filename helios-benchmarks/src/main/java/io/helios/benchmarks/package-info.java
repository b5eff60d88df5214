/**
 * Measures Helios beside the raw engine, in the same run. One class per {@link
 * io.helios.benchmarks.scenario.Scenario}; {@link io.helios.benchmarks.BenchMain} knows all of
 * them.
 */
@NullMarked
package io.helios.benchmarks;

import org.jspecify.annotations.NullMarked;
