/**
 * Whole clusters of real processes on the real Docker engine, one story per test. Every job that a
 * test deploys is called {@code systest-...}, so that {@code ./verify} finds what a killed run left
 * behind.
 */
@NullMarked
package io.helios.systemtests;

import org.jspecify.annotations.NullMarked;
