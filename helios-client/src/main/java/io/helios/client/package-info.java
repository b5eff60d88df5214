/**
 * The Java client of the masters' HTTP API. Enter through {@link io.helios.client.HeliosClient};
 * every call is a future that ends with the answer or with a {@link
 * io.helios.client.HeliosException} whose message can be shown to a user. Failover between masters
 * and retries live in {@code Sender}, reading of answers in {@code Answers}.
 */
@NullMarked
package io.helios.client;

import org.jspecify.annotations.NullMarked;
