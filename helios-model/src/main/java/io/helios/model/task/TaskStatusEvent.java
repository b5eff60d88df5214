package io.helios.model.task;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * One thing that happened to a task.
 *
 * @param timestamp epoch milliseconds by the host's clock
 * @param omitted how many events of the same host came before this one and after the one told
 *     before it, and were not kept; null for none
 */
public record TaskStatusEvent(
    TaskStatus status,
    long timestamp,
    String host,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Long omitted) {}
