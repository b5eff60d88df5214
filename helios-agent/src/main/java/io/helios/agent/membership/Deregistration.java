package io.helios.agent.membership;

import io.helios.agent.goals.HostOrders;
import io.helios.coordination.layout.DeregistrationOrder;
import io.helios.coordination.layout.Paths;
import io.helios.coordination.tree.ChangeRejected;
import io.helios.coordination.tree.Changes;
import io.helios.coordination.tree.Tree;
import io.helios.coordination.tree.TreeUnavailable;
import io.helios.model.job.JobId;
import io.helios.model.task.Deployment;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The order to deregister this host, from its arrival to its being carried out. For one thread. */
final class Deregistration {
  private static final Logger log = LoggerFactory.getLogger(Deregistration.class);

  /** How far it has come. */
  enum Progress {
    /** There is no order for this agent. */
    NONE,
    /** What the order names is still being stopped and taken out of the tree. */
    GOING_ON,
    /** The order is carried out, and was consumed just now. */
    DONE,
    /** The host was deregistered in this life of the agent, which must not register it again. */
    OVER
  }

  private final Self self;
  private final Tree tree;
  private final Supplier<Optional<Set<JobId>>> busy;
  private boolean deregistered;

  /**
   * Knows of no order.
   *
   * @param busy tasks that this host still has to do with; empty while that is unknown
   */
  Deregistration(Self self, Tree tree, Supplier<Optional<Set<JobId>>> busy) {
    this.self = self;
    this.tree = tree;
    this.busy = busy;
  }

  /**
   * Consumes the order once all that it names is done.
   *
   * @param registered whether the host was registered in this life of the agent
   */
  Progress look(String cluster, HostOrders orders, boolean registered) throws TreeUnavailable {
    var order = orders.deregistration();
    if (order == null || !order.value().hostId().equals(self.hostId())) {
      return deregistered ? Progress.OVER : Progress.NONE;
    }
    // The masters may take a while to delete the host, and must not meet it made anew meanwhile.
    deregistered |= registered;
    if (!isCarriedOut(order.value(), orders)) {
      return Progress.GOING_ON;
    }
    try {
      tree.commit(
          Changes.NONE
              .checkExists(Paths.identity(cluster))
              .delete(Paths.deregistered(self.host()), order.version()));
      log.info("The deregistration of {} was carried out", self.host());
      return Progress.DONE;
    } catch (ChangeRejected e) {
      log.debug("The deregistration order has changed; looking again", e);
      return Progress.GOING_ON;
    }
  }

  private boolean isCarriedOut(DeregistrationOrder order, HostOrders orders) {
    Optional<Set<JobId>> still = busy.get();
    return still.isPresent()
        && order.undeploys().stream()
            .noneMatch(
                undeploy ->
                    still.get().contains(undeploy.job().id())
                        && !isDeployedAgain(orders, undeploy.job().id(), undeploy.generation()));
  }

  private static boolean isDeployedAgain(HostOrders orders, JobId job, long orderedAt) {
    Deployment deployment = orders.deployments().get(job);
    Long generation = deployment == null ? null : deployment.generation();
    return generation != null && generation > orderedAt;
  }
}
