/**
 * What a run has measured, for people ({@link io.helios.benchmarks.report.Report#table}), for
 * programs (flat JSON) and as a page with plots; and two runs compared.
 */
@NullMarked
package io.helios.benchmarks.report;

import org.jspecify.annotations.NullMarked;
