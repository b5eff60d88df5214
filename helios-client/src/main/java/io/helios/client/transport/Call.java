package io.helios.client.transport;

import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP request.
 *
 * @param body JSON, or null for none
 */
public record Call(String method, URI uri, Map<String, String> headers, byte @Nullable [] body) {}
