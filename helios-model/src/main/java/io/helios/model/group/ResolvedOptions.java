package io.helios.model.group;

import io.helios.model.job.HostCount;
import io.helios.model.job.RolloutOptions;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Rollout options in force: for each what the request says, else what the job says, else the
 * default. A zero in a job's timeout or parallelism says nothing, because published clients read
 * null as 0 and send that back.
 *
 * @param timeout for each host, from its own start; a year at most
 * @param minHealthy how long the job has to stay healthy before its host counts as done
 * @param token empty for none; in clear
 * @param maxFailures hosts that may fail
 * @param canary hosts that go first; null for no canary
 * @param soak how long a canary is watched before it is promoted by itself
 * @param order null for the natural order
 */
public record ResolvedOptions(
    Duration timeout,
    int parallelism,
    boolean migrate,
    boolean overlap,
    String token,
    boolean ignoreFailures,
    Duration minHealthy,
    HostCount maxFailures,
    boolean rollbackOnFailure,
    @Nullable HostCount canary,
    boolean autoPromote,
    Duration soak,
    RolloutOptions.@Nullable Order order) {
  /** Where neither request nor job says anything. */
  public static final ResolvedOptions DEFAULT =
      new ResolvedOptions(
          Duration.ofMinutes(5),
          1,
          false,
          false,
          "",
          false,
          Duration.ZERO,
          HostCount.ZERO,
          false,
          null,
          false,
          Duration.ZERO,
          null);

  // Longer is as good as for ever, and must not overflow when it is added to a time.
  private static final long YEAR = Duration.ofDays(366).toSeconds();

  /**
   * The options in force. What breaks {@link io.helios.model.job.RolloutRules} counts as not given.
   */
  public static ResolvedOptions resolve(
      @Nullable RolloutOptions request, @Nullable RolloutOptions job) {
    Choice choice =
        new Choice(
            request == null ? RolloutOptions.NONE : request,
            job == null ? RolloutOptions.NONE : job);
    return new ResolvedOptions(
        choice
            .of(RolloutOptions::timeout, seconds -> seconds > 0)
            .map(seconds -> Duration.ofSeconds(Math.min(seconds, YEAR)))
            .orElse(DEFAULT.timeout),
        choice.of(RolloutOptions::parallelism, hosts -> hosts > 0).orElse(DEFAULT.parallelism),
        choice.of(RolloutOptions::migrate).orElse(DEFAULT.migrate),
        choice.of(RolloutOptions::overlap).orElse(DEFAULT.overlap),
        choice.of(RolloutOptions::token).orElse(DEFAULT.token),
        choice.of(RolloutOptions::ignoreFailures).orElse(DEFAULT.ignoreFailures),
        choice.seconds(RolloutOptions::minHealthy).orElse(DEFAULT.minHealthy),
        choice.count(RolloutOptions::maxFailures, 0).orElse(DEFAULT.maxFailures),
        choice.of(RolloutOptions::rollbackOnFailure).orElse(DEFAULT.rollbackOnFailure),
        choice.count(RolloutOptions::canary, 1).orElse(DEFAULT.canary),
        choice.of(RolloutOptions::autoPromote).orElse(DEFAULT.autoPromote),
        choice.seconds(RolloutOptions::soak).orElse(DEFAULT.soak),
        choice.of(RolloutOptions::order).orElse(DEFAULT.order));
  }

  /**
   * As a group carries them: the predecessor's options all given, because its clients read a
   * missing number as 0, and of the others those that differ from the default. Resolving that again
   * gives the same.
   */
  public RolloutOptions toWire() {
    return new RolloutOptions(
        timeout.toSeconds(),
        parallelism,
        migrate,
        overlap,
        token,
        ignoreFailures,
        minHealthy.isZero() ? null : Integer.valueOf((int) minHealthy.toSeconds()),
        maxFailures.number() == 0 ? null : maxFailures.toString(),
        rollbackOnFailure ? true : null,
        canary == null ? null : canary.toString(),
        autoPromote ? true : null,
        soak.isZero() ? null : Integer.valueOf((int) soak.toSeconds()),
        order);
  }

  private record Choice(RolloutOptions request, RolloutOptions job) {
    <T> Optional<T> of(Function<RolloutOptions, @Nullable T> option) {
      return of(option, given -> true);
    }

    <T> Optional<T> of(Function<RolloutOptions, @Nullable T> option, Predicate<T> sound) {
      return Optional.<T>ofNullable(option.apply(request))
          .filter(sound)
          .or(() -> Optional.<T>ofNullable(option.apply(job)).filter(sound));
    }

    Optional<Duration> seconds(Function<RolloutOptions, @Nullable Integer> option) {
      return of(option, given -> given >= 0).map(Duration::ofSeconds);
    }

    Optional<HostCount> count(Function<RolloutOptions, @Nullable String> option, int least) {
      return of(
              option,
              text -> HostCount.parse(text).filter(one -> one.number() >= least).isPresent())
          .flatMap(HostCount::parse);
    }
  }
}
