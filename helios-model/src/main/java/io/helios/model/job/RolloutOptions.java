package io.helios.model.job;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.helios.model.json.Contents;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a rollout proceeds; null means "not given". The first six are those of the predecessor, whose
 * clients want to see them even when they are null; the others are left out while nothing is said.
 *
 * @param timeout seconds that one host may take to run the job, from its own start
 * @param parallelism hosts at once
 * @param migrate whether a deployment of the same job that nobody owns becomes the group's
 * @param overlap whether the new job runs before the old one goes
 * @param token for jobs that have one; in clear, so it has no place in logs and listings
 * @param ignoreFailures whether any number of hosts may fail
 * @param minHealthy seconds that the job has to stay healthy before its host counts as done
 * @param maxFailures hosts that may fail: {@code 3} or {@code 10%} of the group, rounded down
 * @param rollbackOnFailure whether a rollout that failed brings the job before it back
 * @param canary hosts that go first, alone: {@code 2} or {@code 10%} of the group, rounded up
 * @param autoPromote whether a healthy canary goes on by itself
 * @param soak seconds that a canary is watched before it goes on by itself
 * @param order which hosts go first; null for the natural order of their names
 */
public record RolloutOptions(
    @Nullable Long timeout,
    @Nullable Integer parallelism,
    @Nullable Boolean migrate,
    @Nullable Boolean overlap,
    @Nullable String token,
    @Nullable Boolean ignoreFailures,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Integer minHealthy,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String maxFailures,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Boolean rollbackOnFailure,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String canary,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Boolean autoPromote,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Integer soak,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Order order) {
  /** Nothing given. */
  public static final RolloutOptions NONE = new RolloutOptionsBuilder().build();

  /** A builder of options of which none is given. */
  public static RolloutOptionsBuilder newBuilder() {
    return new RolloutOptionsBuilder();
  }

  /** A builder that starts from these. */
  public RolloutOptionsBuilder toBuilder() {
    return new RolloutOptionsBuilder(this);
  }

  /** The same, fit to be shown: without the token. */
  public RolloutOptions withoutToken() {
    return toBuilder().setToken(null).build();
  }

  /**
   * Hosts by the value of a label: those with the first value first, those with none of the values
   * last, and the natural order of names among equals.
   */
  public record Order(String label, List<String> values) {
    public Order {
      Contents.required("label of a rollout's order", label);
      values = Contents.list("values of a rollout's order", values);
    }

    /** As it is typed: {@code LABEL=v1,v2}. */
    @Override
    public String toString() {
      return label + "=" + String.join(",", values);
    }
  }
}
