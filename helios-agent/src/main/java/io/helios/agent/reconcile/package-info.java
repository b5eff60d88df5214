/**
 * Makes tasks become what is asked: one thread decides ({@link
 * io.helios.agent.reconcile.TaskLoop}), a bounded number of others carry steps out. Every event
 * only says "look at this key again".
 */
@NullMarked
package io.helios.agent.reconcile;

import org.jspecify.annotations.NullMarked;
