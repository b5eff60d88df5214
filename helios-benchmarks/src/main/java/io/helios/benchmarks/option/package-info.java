/** Options of the command line, as all scenarios have them. */
@NullMarked
package io.helios.benchmarks.option;

import org.jspecify.annotations.NullMarked;
