package io.helios.master.rollout;

import io.helios.coordination.layout.HostProgress;
import io.helios.coordination.layout.RolloutProgress;
import io.helios.master.view.GroupView;
import io.helios.master.view.Versioned;
import io.helios.model.group.DeploymentGroup;
import io.helios.model.group.HostOutcome;
import io.helios.model.group.RolloutReason;
import io.helios.model.group.RolloutState;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Puts what rollouts do into the predecessor's words, for {@link RolloutEvents}. */
final class Published {
  private final RolloutEvents events;
  private final Clock clock;

  Published(RolloutEvents events, Clock clock) {
    this.events = events;
    this.clock = clock;
  }

  void started(GroupView group, RolloutReason reason) {
    Map<String, Object> event = event("rollingUpdateStarted", group);
    event.put("reason", reason.forPublishedClients().name());
    events.tell(event);
  }

  /** A batch was carried out. */
  void made(GroupView group, Batch batch) {
    Map<String, Object> failure = null;
    for (Move move : batch.moves()) {
      for (Act act : move.acts()) {
        tellSuccess(group, action(act), move);
      }
      HostProgress record = move.after();
      if (record.state() == HostOutcome.State.FAILED) {
        Map<String, Object> failed = result(group, "AWAIT_RUNNING", move, 0);
        failed.put("error", String.valueOf(record.reason()));
        failed.put("errorCode", String.valueOf(record.code()));
        events.tell(failed);
        failure = failure == null ? failed : failure;
      } else if (record.state() == HostOutcome.State.DONE && record.started() != null) {
        tellSuccess(group, record.generation() != null ? "AWAIT_RUNNING" : "MARK_UNDEPLOYED", move);
      }
    }
    RolloutProgress progress = batch.after().progress();
    if (progress.state().ended()) {
      finished(group, progress.state() == RolloutState.SUCCEEDED, failure);
    }
  }

  private void tellSuccess(GroupView group, String action, Move move) {
    events.tell(result(group, action, move, 1));
  }

  private void finished(GroupView group, boolean success, @Nullable Map<String, Object> failure) {
    Map<String, Object> event = event("rollingUpdateFinished", group);
    event.put("success", success ? 1 : 0);
    if (failure != null) {
      event.put("failedTask", failure);
    }
    events.tell(event);
  }

  private Map<String, Object> result(GroupView group, String action, Move move, int success) {
    Map<String, Object> event = event("rollingUpdateTaskResult", group);
    event.put("action", action);
    event.put("target", move.host().value());
    event.put("success", success);
    return event;
  }

  private Map<String, Object> event(String type, GroupView group) {
    Map<String, Object> event = new LinkedHashMap<>();
    event.put("eventType", type);
    event.put("timestamp", clock.millis());
    Versioned<DeploymentGroup> config = group.config();
    if (config != null) {
      event.put("deploymentGroup", withoutToken(config.value()));
    }
    return event;
  }

  private static DeploymentGroup withoutToken(DeploymentGroup group) {
    return new DeploymentGroup(
        group.name(),
        group.hostSelectors(),
        group.jobId(),
        group.rolloutOptions() == null ? null : group.rolloutOptions().withoutToken(),
        group.rollingUpdateReason());
  }

  private static String action(Act act) {
    return act.on(
        new Act.Cases<String>() {
          @Override
          public String undeploy(Act.Undeploy undeploy) {
            return "UNDEPLOY_OLD_JOBS";
          }

          @Override
          public String deploy(Act.Deploy deploy) {
            return "DEPLOY_NEW_JOB";
          }

          @Override
          public String take(Act.Take take) {
            return "DEPLOY_NEW_JOB";
          }
        });
  }
}
