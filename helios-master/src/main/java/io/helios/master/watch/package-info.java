/**
 * {@code GET /watch}: server-sent events of what changes. {@link
 * io.helios.master.watch.WatchServlet} takes requests, {@link io.helios.master.watch.Watchers}
 * knows everyone who watches, a {@code Follower} decides what one of them is to read next, and a
 * {@code Watcher} writes it when the connection takes more. Nobody has a thread or a queue: where
 * one stands in the journal is all there is to remember.
 */
@NullMarked
package io.helios.master.watch;

import org.jspecify.annotations.NullMarked;
