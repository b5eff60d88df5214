package io.helios.model.job;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What is wrong with rollout options, in words for whoever gave them. */
public final class RolloutRules {
  private static final int DAY = 24 * 3600;
  private static final int WEEK = 7 * DAY;

  private RolloutRules() {}

  /**
   * What is wrong with the options of a request to roll out; empty when nothing is.
   *
   * @param job what the job says where the request says nothing
   */
  public static List<String> inRequest(
      @Nullable RolloutOptions request, @Nullable RolloutOptions job) {
    List<String> problems = new ArrayList<>();
    RolloutOptions given = request == null ? RolloutOptions.NONE : request;
    RolloutOptions below = job == null ? RolloutOptions.NONE : job;
    if (given.timeout() != null && given.timeout() <= 0) {
      problems.add("timeout must be greater than 0 seconds, not " + given.timeout());
    }
    if (given.parallelism() != null && given.parallelism() <= 0) {
      problems.add("parallelism must be greater than 0 hosts, not " + given.parallelism());
    }
    common(given, problems::add);
    boolean promotes = Boolean.TRUE.equals(first(given.autoPromote(), below.autoPromote()));
    if (Boolean.TRUE.equals(given.autoPromote()) && first(given.canary(), below.canary()) == null) {
      problems.add("autoPromote needs a canary to promote");
    }
    if (given.soak() != null && given.soak() > 0 && !promotes) {
      problems.add("soak needs autoPromote: without it a canary waits to be promoted by hand");
    }
    return problems;
  }

  /**
   * Rules for the options that a job brings. Zeros of the predecessor's options mean that they are
   * not given: its published clients read null as 0 and send that back.
   */
  static void inJob(@Nullable RolloutOptions options, Consumer<String> problems) {
    if (options == null) {
      return;
    }
    Consumer<String> told = problem -> problems.accept("Invalid rollout options: " + problem);
    if (options.timeout() != null && options.timeout() < 0) {
      told.accept("timeout must be greater than 0 seconds, not " + options.timeout());
    }
    if (options.parallelism() != null && options.parallelism() < 0) {
      told.accept("parallelism must be greater than 0 hosts, not " + options.parallelism());
    }
    common(options, told);
  }

  private static void common(RolloutOptions options, Consumer<String> problems) {
    within("minHealthy", options.minHealthy(), DAY, problems);
    count("maxFailures", options.maxFailures(), 0, problems);
    count("canary", options.canary(), 1, problems);
    within("soak", options.soak(), WEEK, problems);
    order(options.order(), problems);
  }

  private static void within(
      String name, @Nullable Integer seconds, int most, Consumer<String> problems) {
    if (seconds != null && (seconds < 0 || seconds > most)) {
      problems.accept(name + " must be from 0 to " + most + " seconds, not " + seconds);
    }
  }

  private static void count(
      String name, @Nullable String text, int least, Consumer<String> problems) {
    if (text != null && HostCount.parse(text).filter(one -> one.number() >= least).isEmpty()) {
      problems.accept(
          name
              + " must be a number of hosts, such as 3, or a share of them, such as 10%"
              + (least > 0 ? ", and at least " + least : "")
              + ", not '"
              + text
              + "'");
    }
  }

  private static void order(RolloutOptions.@Nullable Order order, Consumer<String> problems) {
    if (order == null) {
      return;
    }
    if (order.label().isEmpty()) {
      problems.accept("order must name a label");
    }
    if (order.values().isEmpty()) {
      problems.accept("order must name the values of label " + order.label() + " in sequence");
    }
    if (new HashSet<>(order.values()).size() != order.values().size()) {
      problems.accept("order names a value twice: " + order);
    }
  }

  private static <T> @Nullable T first(@Nullable T request, @Nullable T job) {
    return request == null ? job : request;
  }
}
