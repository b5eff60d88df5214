/**
 * What a master tells those who watch: how hosts, jobs and tasks look now, or that they are gone.
 * Environments and tokens are never in it.
 */
@NullMarked
package io.helios.model.watch;

import org.jspecify.annotations.NullMarked;
