/**
 * Deployment groups: {@link io.helios.master.group.GroupsResource} and {@link
 * io.helios.master.group.GroupResource} are the doors, {@link io.helios.master.group.Groups} does
 * the work. How a group gets to a job is in {@code io.helios.master.rollout}.
 */
@NullMarked
package io.helios.master.group;

import org.jspecify.annotations.NullMarked;
