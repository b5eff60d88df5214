package io.helios.model.task;

/**
 * One thing that happened to a task.
 *
 * @param timestamp epoch milliseconds by the host's clock
 */
public record TaskStatusEvent(TaskStatus status, long timestamp, String host) {}
