/**
 * What to run: {@link io.helios.model.job.Job} and its parts, its identity and its validity. A job
 * never changes once it has been created.
 */
@NullMarked
package io.helios.model.job;

import org.jspecify.annotations.NullMarked;
