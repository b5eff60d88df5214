package io.helios.client;

import java.util.Map;
import java.util.Optional;

/**
 * A part of a listing.
 *
 * @param items in the listing's order
 * @param next what to ask for as {@code after} to get the next part; empty when this was the last
 */
public record Page<T>(Map<String, T> items, Optional<String> next) {}
