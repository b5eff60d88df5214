/** What a scenario is; {@code io.helios.benchmarks.BenchMain} knows all of them. */
@NullMarked
package io.helios.benchmarks.scenario;

import org.jspecify.annotations.NullMarked;
