/**
 * Carries the messages of masters and agents to event senders: an {@link
 * io.helios.events.delivery.Outlet} keeps whoever has something to tell from ever waiting for
 * whoever listens. Kafka is the sender that both have built in.
 */
@NullMarked
package io.helios.events.delivery;

import org.jspecify.annotations.NullMarked;
