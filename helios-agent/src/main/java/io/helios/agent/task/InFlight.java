package io.helios.agent.task;

import java.time.Instant;

/** The one step that is being carried out. */
public record InFlight(Step step, Instant since) {}
