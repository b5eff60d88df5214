package io.helios.agent.task;

import io.helios.agent.runtime.RuntimeFailure;
import io.helios.agent.task.Runs.Exit;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What an agent keeps on disk of a task's failures, so that it neither hammers nor forgets after a
 * restart of its own.
 *
 * @param ranMillis the newest runs, oldest first
 * @param quickExits short runs in a row
 * @param last the exit that was seen last; null if none
 * @param restartAt when the next container may be started, epoch milliseconds
 * @param trouble on the way to a running container; null if none
 */
public record Setbacks(
    List<Long> ranMillis,
    int quickExits,
    @Nullable Exit last,
    long restartAt,
    @Nullable Failure trouble) {

  /** A {@link Trouble} as it is written; again at is in epoch milliseconds. */
  public record Failure(RuntimeFailure.Kind kind, String message, int count, long againAt) {}

  @SuppressWarnings("ConstantValue") // A file may be damaged and still be valid JSON.
  public Setbacks {
    ranMillis =
        ranMillis == null ? List.of() : ranMillis.stream().filter(Objects::nonNull).toList();
  }

  /** Null when there were none. */
  public static @Nullable Setbacks of(History history) {
    Runs runs = history.runs();
    Trouble trouble = history.starting();
    if (runs.last() == null && trouble == null) {
      return null;
    }
    return new Setbacks(
        runs.lasted().stream().map(Duration::toMillis).toList(),
        runs.quickExits(),
        runs.last(),
        runs.notBefore().toEpochMilli(),
        trouble == null
            ? null
            : new Failure(
                trouble.kind(),
                trouble.message(),
                trouble.count(),
                trouble.notBefore().toEpochMilli()));
  }

  Runs runs(int restarts) {
    int surplus = Math.max(0, ranMillis.size() - Runs.REMEMBERED);
    return new Runs(
        ranMillis.stream().skip(surplus).map(Duration::ofMillis).toList(),
        quickExits,
        restarts,
        null,
        last,
        Instant.ofEpochMilli(restartAt));
  }

  @SuppressWarnings("ConstantValue")
  @Nullable Trouble starting() {
    return trouble == null || trouble.kind == null
        ? null
        : new Trouble(
            trouble.kind,
            Objects.requireNonNullElse(trouble.message, ""),
            Math.max(1, trouble.count),
            Instant.ofEpochMilli(trouble.againAt));
  }
}
