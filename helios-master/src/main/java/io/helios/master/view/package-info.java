/**
 * The master's live copy of the tree: immutable {@link io.helios.master.view.HostView} and {@link
 * io.helios.master.view.JobView} values in {@link io.helios.master.view.ClusterView}, which one
 * thread writes ({@link io.helios.master.view.ViewFeed}) and everyone reads without locks.
 */
@NullMarked
package io.helios.master.view;

import org.jspecify.annotations.NullMarked;
