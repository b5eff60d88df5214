package io.helios.agent.status;

import io.helios.agent.goals.HostOrders;
import io.helios.agent.goals.HostOrders.Versioned;
import io.helios.agent.runtime.RuntimeFailure;
import io.helios.agent.task.Step;
import io.helios.coordination.layout.Paths;
import io.helios.coordination.layout.UndeployOrder;
import io.helios.coordination.tree.Changes;
import io.helios.model.host.HostName;
import io.helios.model.job.JobId;
import org.jspecify.annotations.Nullable;

/** What the last step of an undeploy takes out of the cluster's orders, and nothing newer. */
final class LastStep {
  private LastStep() {}

  /**
   * The order that is carried out with it, and the ports it leaves.
   *
   * @param orders as they were told last; that they have changed since makes the changes fail
   */
  static Changes changes(Step.Forget step, HostName host, HostOrders orders) throws RuntimeFailure {
    JobId task = step.job().id();
    Changes changes = Changes.NONE;
    Versioned<UndeployOrder> order = orders.undeploys().get(task);
    if (order != null) {
      if (order.value().generation() > step.generation()) {
        throw unavailable("a newer undeploy order has come", null);
      }
      // Whoever deploys the job again gives the order a new version, so this then fails.
      changes = changes.delete(Paths.undeploy(host, task), order.version());
    }
    if (!orders.deployments().containsKey(task)) {
      for (var port : orders.ports().entrySet()) {
        if (port.getValue().value().job().equals(task)) {
          changes = changes.delete(port.getKey(), port.getValue().version());
        }
      }
    }
    return changes;
  }

  /** The step has to be tried again. */
  static RuntimeFailure unavailable(String message, @Nullable Exception cause) {
    return new RuntimeFailure(RuntimeFailure.Kind.UNAVAILABLE, message, cause);
  }
}
