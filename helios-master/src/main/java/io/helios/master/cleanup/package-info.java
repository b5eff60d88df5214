/**
 * Removes what nobody needs any more: jobs that expired or were not used for long, history of jobs
 * that are gone, hosts whose agent has been dead for long. {@link
 * io.helios.master.cleanup.CleanupPlanner} decides from facts and the time; {@link
 * io.helios.master.cleanup.Reapers} looks when something is due, on the master that leads.
 */
@NullMarked
package io.helios.master.cleanup;

import org.jspecify.annotations.NullMarked;
