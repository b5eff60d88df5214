package io.helios.agent.runtime.docker;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How images are fetched.
 *
 * @param credentials file in the format of Docker's {@code config.json} for jobs that name none;
 *     null for no login
 * @param credentialsRequired whether that file has to be there
 * @param credentialsDirectory has {@code NAME.json} for jobs that name their credentials; null if
 *     they cannot
 * @param stallLimit how long a pull may go on without anything moving
 */
public record PullOptions(
    @Nullable Path credentials,
    boolean credentialsRequired,
    @Nullable Path credentialsDirectory,
    Duration stallLimit) {
  public static final Duration STALL_LIMIT = Duration.ofMinutes(2);

  /** No login anywhere. */
  public static PullOptions none() {
    return new PullOptions(null, false, null, STALL_LIMIT);
  }
}
