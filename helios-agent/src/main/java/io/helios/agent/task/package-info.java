/**
 * Decides what one task needs next, and keeps the record that the decision rests on. Nothing here
 * performs I/O, reads a clock or holds a lock. Enter through {@link
 * io.helios.agent.task.TaskPlanner}; the effects live in {@code io.helios.agent.reconcile}.
 */
@NullMarked
package io.helios.agent.task;

import org.jspecify.annotations.NullMarked;
