/** The hot paths by themselves, measured with JMH; {@code bin/helios-bench micro} runs them. */
@NullMarked
package io.helios.benchmarks.micro;

import org.jspecify.annotations.NullMarked;
