/**
 * What happened, who did it and how it ended: one stream, told by requests, reapers and rollouts,
 * that goes into the audit log, the metrics and whatever senders there are. Enter through {@link
 * io.helios.master.event.Events}; nothing here ever makes a request wait.
 */
@NullMarked
package io.helios.master.event;

import org.jspecify.annotations.NullMarked;
