package io.helios.cli.job;

import io.helios.cli.frame.CliError;
import io.helios.cli.group.RolloutFlags;
import io.helios.model.job.RolloutOptions;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code --rollout-options KEY=VALUE}, laid over those of the base. */
final class Rollout {
  private static final Set<String> KEYS =
      Set.of(
          "timeout",
          "parallelism",
          "migrate",
          "overlap",
          "token",
          "ignoreFailures",
          "minHealthy",
          "maxFailures",
          "rollbackOnFailure",
          "canary",
          "autoPromote",
          "soak",
          "order");

  private Rollout() {}

  static RolloutOptions merge(@Nullable RolloutOptions base, List<String> given) {
    Map<String, String> pairs = Pairs.merge("--rollout-options", Map.of(), given);
    for (String key : pairs.keySet()) {
      if (!KEYS.contains(key)) {
        throw new CliError(
            "Bad --rollout-options key '"
                + key
                + "': there are "
                + KEYS.stream().sorted().toList());
      }
    }
    RolloutOptions old = base == null ? RolloutOptions.NONE : base;
    return old.toBuilder()
        .setTimeout(
            pairs.containsKey("timeout") ? Long.valueOf(number(pairs, "timeout")) : old.timeout())
        .setParallelism(
            pairs.containsKey("parallelism")
                ? Integer.valueOf(number(pairs, "parallelism"))
                : old.parallelism())
        .setMigrate(truth(pairs, "migrate", old.migrate()))
        .setOverlap(truth(pairs, "overlap", old.overlap()))
        .setToken(pairs.getOrDefault("token", old.token()))
        .setIgnoreFailures(truth(pairs, "ignoreFailures", old.ignoreFailures()))
        .setMinHealthy(seconds(pairs, "minHealthy", old.minHealthy()))
        .setMaxFailures(pairs.getOrDefault("maxFailures", old.maxFailures()))
        .setRollbackOnFailure(truth(pairs, "rollbackOnFailure", old.rollbackOnFailure()))
        .setCanary(pairs.getOrDefault("canary", old.canary()))
        .setAutoPromote(truth(pairs, "autoPromote", old.autoPromote()))
        .setSoak(seconds(pairs, "soak", old.soak()))
        .setOrder(
            pairs.containsKey("order")
                ? RolloutFlags.order(pairs.getOrDefault("order", ""))
                : old.order())
        .build();
  }

  private static @Nullable Integer seconds(
      Map<String, String> pairs, String key, @Nullable Integer old) {
    String text = pairs.get(key);
    if (text == null || text.equals("0")) {
      return text == null ? old : Integer.valueOf(0);
    }
    return number(pairs, key);
  }

  private static int number(Map<String, String> pairs, String key) {
    String text = pairs.getOrDefault(key, "");
    try {
      int number = Integer.parseInt(text);
      if (number > 0) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Told below.
    }
    throw new CliError(
        "Bad --rollout-options " + key + "=" + text + ": expected a number greater than 0");
  }

  private static @Nullable Boolean truth(
      Map<String, String> pairs, String key, @Nullable Boolean old) {
    String text = pairs.get(key);
    if (text == null) {
      return old;
    }
    if (!text.equals("true") && !text.equals("false")) {
      throw new CliError("Bad --rollout-options " + key + "=" + text + ": expected true or false");
    }
    return Boolean.valueOf(text);
  }
}
