/**
 * ZooKeeper, a master and an agent in one process, for first contact and for tests. Nothing here
 * but putting them together: what they do stands in their own modules. Enter through {@link
 * SoloMain}; {@code solo/helios-up} starts it.
 */
@NullMarked
package io.helios.solo;

import org.jspecify.annotations.NullMarked;
