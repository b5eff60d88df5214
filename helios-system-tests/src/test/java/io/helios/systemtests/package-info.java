/** Whole clusters of real processes on the real Docker engine, one story per test. */
@NullMarked
package io.helios.systemtests;

import org.jspecify.annotations.NullMarked;
