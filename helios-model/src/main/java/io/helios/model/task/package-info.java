/**
 * Job on host: what was asked for ({@link io.helios.model.task.Deployment}) and what the agent says
 * of it ({@link io.helios.model.task.TaskStatus}).
 */
@NullMarked
package io.helios.model.task;

import org.jspecify.annotations.NullMarked;
