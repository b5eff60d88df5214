package io.helios.client;

import com.fasterxml.jackson.core.type.TypeReference;
import io.helios.model.group.RollingUpdateRequest;
import io.helios.model.group.RollingUpdateResponse;
import io.helios.model.group.Rollout;
import io.helios.model.group.RolloutPlan;
import io.helios.model.group.RolloutResponse;
import io.helios.model.group.RolloutSummary;
import io.helios.model.job.JobId;
import io.helios.model.job.RolloutOptions;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Rollouts as things that can be planned, looked at and steered; masters of the predecessor know
 * none of this. What does not apply in a rollout's state, or to facts that have changed, fails with
 * a {@link RequestRejected} whose message says why. Got from {@link HeliosClient#rollouts()}.
 */
public final class Rollouts {
  private final Exchange exchange;

  Rollouts(Exchange exchange) {
    this.exchange = exchange;
  }

  /** What a rollout would do to each host, and why; nothing is changed. */
  public CompletableFuture<RolloutPlan> plan(
      String group, JobId job, @Nullable RolloutOptions options) {
    return exchange.value(
        Request.of("POST", ApiPaths.group(group) + "/rolling-update/plan")
            .body(new RollingUpdateRequest(job, options)),
        new TypeReference<>() {});
  }

  /**
   * Starts a rollout only if it would still do what was planned.
   *
   * @param fingerprint of the plan
   */
  public CompletableFuture<RollingUpdateResponse> start(
      String group, JobId job, @Nullable RolloutOptions options, String fingerprint) {
    return exchange.response(
        Request.of("POST", ApiPaths.group(group) + "/rolling-update")
            .with("plan", fingerprint)
            .body(new RollingUpdateRequest(job, options)),
        RollingUpdateResponse.class);
  }

  /** A group's rollouts, newest first, as many as masters give; empty when there is no group. */
  public CompletableFuture<Optional<List<RolloutSummary>>> list(String group) {
    return list(Request.get(ApiPaths.group(group) + "/rollouts"));
  }

  /**
   * @param limit how many at most
   */
  public CompletableFuture<Optional<List<RolloutSummary>>> list(String group, int limit) {
    return list(
        Request.get(ApiPaths.group(group) + "/rollouts").with("limit", String.valueOf(limit)));
  }

  /** One rollout with its hosts and events; empty when there is none of that id. */
  public CompletableFuture<Optional<Rollout>> get(String id) {
    return exchange.found(Request.get(ApiPaths.rollout(id)), new TypeReference<>() {});
  }

  /** Begins with no further host until it is resumed; hosts that have begun are finished. */
  public CompletableFuture<RolloutResponse> pause(String id) {
    return act(Request.of("POST", ApiPaths.rollout(id) + "/pause"));
  }

  public CompletableFuture<RolloutResponse> resume(String id) {
    return act(Request.of("POST", ApiPaths.rollout(id) + "/resume"));
  }

  /** Lets a rollout go on after its canaries. */
  public CompletableFuture<RolloutResponse> promote(String id) {
    return act(Request.of("POST", ApiPaths.rollout(id) + "/promote"));
  }

  /** Ends it where it stands. */
  public CompletableFuture<RolloutResponse> stop(String id) {
    return act(Request.of("POST", ApiPaths.rollout(id) + "/stop"));
  }

  /** Starts a new rollout over the hosts that failed in this one; the answer has its id. */
  public CompletableFuture<RolloutResponse> retry(String id) {
    return act(Request.of("POST", ApiPaths.rollout(id) + "/retry"));
  }

  /** Starts a rollout to the job that the group had before; the answer has its id. */
  public CompletableFuture<RolloutResponse> rollback(String group) {
    return act(Request.of("POST", ApiPaths.group(group) + "/rollback"));
  }

  /**
   * @param rollout id of an earlier rollout of the group, to whose job it goes back
   */
  public CompletableFuture<RolloutResponse> rollback(String group, String rollout) {
    return act(Request.of("POST", ApiPaths.group(group) + "/rollback").with("to", rollout));
  }

  private CompletableFuture<Optional<List<RolloutSummary>>> list(Request request) {
    return exchange.found(request, new TypeReference<>() {});
  }

  private CompletableFuture<RolloutResponse> act(Request request) {
    return exchange.response(request, RolloutResponse.class);
  }
}
