/**
 * Deployment groups and their rollouts as clients and masters tell each other: groups in the
 * predecessor's shapes, rollouts as resources of their own. {@link
 * io.helios.model.group.ResolvedOptions} says what holds where request, job and default differ.
 */
@NullMarked
package io.helios.model.group;

import org.jspecify.annotations.NullMarked;
