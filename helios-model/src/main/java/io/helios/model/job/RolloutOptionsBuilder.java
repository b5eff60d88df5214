package io.helios.model.job;

import org.jspecify.annotations.Nullable;

/** Builds {@link RolloutOptions}; null takes an option back. Not for use by several threads. */
public final class RolloutOptionsBuilder {
  private @Nullable Long timeout;
  private @Nullable Integer parallelism;
  private @Nullable Boolean migrate;
  private @Nullable Boolean overlap;
  private @Nullable String token;
  private @Nullable Boolean ignoreFailures;
  private @Nullable Integer minHealthy;
  private @Nullable String maxFailures;
  private @Nullable Boolean rollbackOnFailure;
  private @Nullable String canary;
  private @Nullable Boolean autoPromote;
  private @Nullable Integer soak;
  private RolloutOptions.@Nullable Order order;

  RolloutOptionsBuilder() {}

  RolloutOptionsBuilder(RolloutOptions options) {
    timeout = options.timeout();
    parallelism = options.parallelism();
    migrate = options.migrate();
    overlap = options.overlap();
    token = options.token();
    ignoreFailures = options.ignoreFailures();
    minHealthy = options.minHealthy();
    maxFailures = options.maxFailures();
    rollbackOnFailure = options.rollbackOnFailure();
    canary = options.canary();
    autoPromote = options.autoPromote();
    soak = options.soak();
    order = options.order();
  }

  /** Seconds for each host. */
  public RolloutOptionsBuilder setTimeout(@Nullable Long seconds) {
    timeout = seconds;
    return this;
  }

  public RolloutOptionsBuilder setParallelism(@Nullable Integer hosts) {
    parallelism = hosts;
    return this;
  }

  public RolloutOptionsBuilder setMigrate(@Nullable Boolean wanted) {
    migrate = wanted;
    return this;
  }

  public RolloutOptionsBuilder setOverlap(@Nullable Boolean wanted) {
    overlap = wanted;
    return this;
  }

  public RolloutOptionsBuilder setToken(@Nullable String secret) {
    token = secret;
    return this;
  }

  public RolloutOptionsBuilder setIgnoreFailures(@Nullable Boolean wanted) {
    ignoreFailures = wanted;
    return this;
  }

  /** Seconds. */
  public RolloutOptionsBuilder setMinHealthy(@Nullable Integer seconds) {
    minHealthy = seconds;
    return this;
  }

  /** {@code 3} or {@code 10%}. */
  public RolloutOptionsBuilder setMaxFailures(@Nullable String hosts) {
    maxFailures = hosts;
    return this;
  }

  public RolloutOptionsBuilder setRollbackOnFailure(@Nullable Boolean wanted) {
    rollbackOnFailure = wanted;
    return this;
  }

  /** {@code 2} or {@code 10%}. */
  public RolloutOptionsBuilder setCanary(@Nullable String hosts) {
    canary = hosts;
    return this;
  }

  public RolloutOptionsBuilder setAutoPromote(@Nullable Boolean wanted) {
    autoPromote = wanted;
    return this;
  }

  /** Seconds. */
  public RolloutOptionsBuilder setSoak(@Nullable Integer seconds) {
    soak = seconds;
    return this;
  }

  public RolloutOptionsBuilder setOrder(RolloutOptions.@Nullable Order hosts) {
    order = hosts;
    return this;
  }

  public RolloutOptions build() {
    return new RolloutOptions(
        timeout,
        parallelism,
        migrate,
        overlap,
        token,
        ignoreFailures,
        minHealthy,
        maxFailures,
        rollbackOnFailure,
        canary,
        autoPromote,
        soak,
        order);
  }
}
