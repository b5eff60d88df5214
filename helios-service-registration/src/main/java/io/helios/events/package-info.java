/**
 * What plugins implement that carry the masters' events somewhere, such as into a message queue or
 * a chat. Stands on the JDK alone.
 */
@NullMarked
package io.helios.events;

import org.jspecify.annotations.NullMarked;
