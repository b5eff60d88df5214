/**
 * Jobs: creation, listing, status, removal. The {@code ...Operation}s decide, {@link
 * io.helios.master.job.JobsResource} speaks HTTP.
 */
@NullMarked
package io.helios.master.job;

import org.jspecify.annotations.NullMarked;
