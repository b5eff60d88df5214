/**
 * A job from a file and from flags. Reading and merging is pure apart from {@link
 * io.helios.cli.job.JobFile}, which reads the file.
 */
@NullMarked
package io.helios.cli.job;

import org.jspecify.annotations.NullMarked;
