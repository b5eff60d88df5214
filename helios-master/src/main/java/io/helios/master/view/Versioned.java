package io.helios.master.view;

import io.helios.coordination.tree.Changes;

/**
 * A node's value with the version that a change of it has to name.
 *
 * @param version of the node's data, or {@link Changes#ANY_VERSION} where it does not matter
 */
public record Versioned<T>(T value, int version) {}
