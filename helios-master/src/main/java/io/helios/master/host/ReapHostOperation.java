package io.helios.master.host;

import io.helios.coordination.layout.Paths;
import io.helios.coordination.tree.Changes;
import io.helios.master.commit.Decision;
import io.helios.master.commit.Decision.Proof;
import io.helios.master.view.ClusterView;
import io.helios.master.view.HostView;
import io.helios.model.host.HostName;

/**
 * First step of removing a host whose agent is dead. Other than a deregistration it orders nothing:
 * when the host comes back after all, its containers run on and are shown, until an operator says
 * otherwise.
 */
final class ReapHostOperation {
  private ReapHostOperation() {}

  static Decision<HostRefusal> decide(HostName name, ClusterView view) {
    HostView host = view.registeredHost(name).orElse(null);
    if (host == null || host.id() == null) {
      return Decision.fulfilled();
    }
    Changes changes =
        Changes.NONE
            // Rejected while the agent is connected, whatever the view says.
            .create(Paths.hostUp(name))
            .delete(Paths.hostUp(name))
            .delete(Paths.hostId(name), host.id().version())
            .and(DeregisterOperation.withoutDeployments(host));
    return Decision.change(changes, Proof.isGone(Paths.hostId(name)));
  }
}
