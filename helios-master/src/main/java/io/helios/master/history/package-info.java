/**
 * What happened to a job's tasks: the one thing that is read from the tree on request, because it
 * is cold and large.
 */
@NullMarked
package io.helios.master.history;

import org.jspecify.annotations.NullMarked;
