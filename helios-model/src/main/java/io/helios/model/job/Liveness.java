package io.helios.model.job;

import org.jspecify.annotations.Nullable;

/**
 * How a health check goes on after a container was started. Null means the agent's default.
 *
 * @param interval seconds from the end of one probe to the next, 1 to 3600; an unready container
 *     may be probed more often
 * @param timeout seconds that one probe may take, 1 to 3600
 * @param retries failed probes in a row that make a container unhealthy, 1 to 100
 * @param startPeriod seconds after a container's start in which failed probes do not count against
 *     it unless one has passed, 0 to 86400; null means that they never do
 * @param restart whether an unhealthy container is replaced; null means it is not
 */
public record Liveness(
    @Nullable Integer interval,
    @Nullable Integer timeout,
    @Nullable Integer retries,
    @Nullable Integer startPeriod,
    @Nullable Boolean restart) {
  public static final Liveness DEFAULT = new Liveness(null, null, null, null, null);
}
