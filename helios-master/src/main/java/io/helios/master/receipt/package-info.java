/**
 * Requests with an id are carried out once, on whichever master: their receipt stands in the tree
 * for ten minutes, written in the transaction that fulfilled them.
 */
@NullMarked
package io.helios.master.receipt;

import org.jspecify.annotations.NullMarked;
