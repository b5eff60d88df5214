package io.helios.master.rollout;

import io.helios.coordination.layout.HostProgress;
import io.helios.coordination.layout.RolloutOrder;
import io.helios.coordination.layout.RolloutProgress;
import io.helios.coordination.layout.StoredRollout;
import io.helios.master.view.ClusterView;
import io.helios.master.view.GroupView;
import io.helios.master.view.Versioned;
import io.helios.model.group.HostOutcome;
import io.helios.model.group.ResolvedOptions;
import io.helios.model.group.RolloutEvent;
import io.helios.model.group.RolloutPlan;
import io.helios.model.group.RolloutPlan.Action;
import io.helios.model.group.RolloutPlan.PlannedHost;
import io.helios.model.group.RolloutReason;
import io.helios.model.host.HostName;
import io.helios.model.job.JobId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a rollout would do if it were started now; with the same eyes that it will have. */
final class Preview {
  private Preview() {}

  static RolloutPlan of(
      ClusterView view, GroupView group, JobId job, ResolvedOptions options, Instant now) {
    RolloutOrder order =
        new RolloutOrder(
            "00",
            group.name(),
            RolloutReason.MANUAL,
            null,
            null,
            job,
            options.toWire(),
            now.toEpochMilli(),
            null,
            RolloutOrder.Scope.ALL,
            1);
    RolloutProgress progress =
        RolloutProgress.begun(
            false, new RolloutEvent(now.toEpochMilli(), "STARTED", null, "a plan"));
    Situation situation =
        RolloutLook.at(
            view,
            group,
            new StoredRollout(order, progress),
            Map.of(),
            Map.of(),
            Map.of(),
            Integer.MAX_VALUE,
            now);
    HostStep steps = new HostStep(situation);
    Batches batches = new Batches(situation.canaries(), options.parallelism());
    List<PlannedHost> hosts = new ArrayList<>();
    for (HostName host : situation.hosts()) {
      hosts.add(planned(steps, situation.facts().apply(host), options.overlap(), batches));
    }
    return new RolloutPlan(
        fingerprint(group, job, options, hosts),
        job,
        batches.last(),
        estimate(view, group, options, batches.last()),
        hosts);
  }

  private static PlannedHost planned(
      HostStep steps, HostFacts host, boolean overlap, Batches batches) {
    Optional<Move> said = steps.withoutMoving(host, HostProgress.todo(host.host().value()));
    if (said.isEmpty()) {
      Action action =
          steps.isRemoval(host)
              ? Action.REMOVE
              : host.isSettled()
                  ? Action.KEEP
                  : host.others().isEmpty() ? Action.DEPLOY : Action.REPLACE;
      return new PlannedHost(
          host.host().value(), action, reason(action, host, overlap), batches.next());
    }
    HostProgress after = said.get().after();
    String reason = after.reason() == null ? "" : after.reason();
    return new PlannedHost(
        host.host().value(),
        action(after, host),
        after.state() == HostOutcome.State.FAILED ? "it would fail: " + reason : reason,
        null);
  }

  private static Action action(HostProgress after, HostFacts host) {
    return switch (after.state()) {
      case DONE -> Action.KEEP;
      case WAITING -> Action.WAIT_DOWN;
      case SKIPPED -> host.member() ? Action.SKIP_CORDONED : Action.REMOVE;
      case FAILED ->
          Problem.Code.PORT_CONFLICT.name().equals(after.code())
              ? Action.BLOCKED_PORT
              : host.others().isEmpty() ? Action.DEPLOY : Action.REPLACE;
      case TODO, MOVING, VERIFYING -> Action.DEPLOY;
    };
  }

  private static String reason(Action action, HostFacts host, boolean overlap) {
    return switch (action) {
      case REMOVE -> "the host has left the group";
      case KEEP -> "it was started again since its deployment, and has to stay healthy";
      case REPLACE ->
          "takes the place of "
              + host.others()
              + (overlap && host.portsClash() ? ", which goes first: both need a static port" : "");
      default -> host.placed() == null ? "the group runs nothing there" : "it does not run there";
    };
  }

  /** Numbers batches: first those of the canaries. */
  private static final class Batches {
    private final int canaries;
    private final int parallelism;
    private int hosts;

    Batches(int canaries, int parallelism) {
      this.canaries = canaries;
      this.parallelism = parallelism;
    }

    int next() {
      hosts++;
      return last();
    }

    int last() {
      int first = Math.min(hosts, canaries);
      return divided(first) + divided(hosts - first);
    }

    private int divided(int number) {
      return number / parallelism + (number % parallelism == 0 ? 0 : 1);
    }
  }

  /**
   * By how long hosts took in the group's last rollout that moved any, besides the time for which
   * they had to stay healthy.
   */
  private static @Nullable Long estimate(
      ClusterView view, GroupView group, ResolvedOptions options, int batches) {
    if (group.standing() == null) {
      return null;
    }
    for (String id : group.standing().value().rollouts()) {
      StoredRollout rollout = view.rollout(id).map(Versioned::value).orElse(null);
      if (rollout != null && rollout.progress().moved() > 0) {
        RolloutProgress progress = rollout.progress();
        Duration verified = ResolvedOptions.resolve(rollout.order().options(), null).minHealthy();
        long moving = progress.movedMillis() / progress.moved() - verified.toMillis();
        return (batches * (Math.max(0, moving) + options.minHealthy().toMillis()) + 999) / 1000;
      }
    }
    return null;
  }

  private static String fingerprint(
      GroupView group, JobId job, ResolvedOptions options, List<PlannedHost> hosts) {
    StringBuilder facts = new StringBuilder();
    facts.append(job).append('\n').append(options).append('\n');
    if (group.config() != null) {
      facts.append(group.config().value().jobId()).append('\n');
    }
    for (PlannedHost host : hosts) {
      facts.append(host).append('\n');
    }
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(facts.toString().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
