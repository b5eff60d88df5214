/**
 * How one HTTP request reaches one master: {@link io.helios.client.transport.Transport} and its two
 * forms, a light one for processes that end soon and one over the JDK's HttpClient for those that
 * stay. Nothing here retries or knows of several masters.
 */
@NullMarked
package io.helios.client.transport;

import org.jspecify.annotations.NullMarked;
