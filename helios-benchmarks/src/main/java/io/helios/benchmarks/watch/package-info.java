/**
 * Many who watch one master, and what they are told of. {@link
 * io.helios.benchmarks.watch.StatusChanges} writes statuses at a rate, {@link
 * io.helios.benchmarks.watch.Crowd} holds the watchers and knows who has to hear of what.
 */
@NullMarked
package io.helios.benchmarks.watch;

import org.jspecify.annotations.NullMarked;
