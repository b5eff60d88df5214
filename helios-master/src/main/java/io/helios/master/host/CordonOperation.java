package io.helios.master.host;

import io.helios.coordination.layout.Paths;
import io.helios.coordination.layout.Stored;
import io.helios.coordination.tree.Changes;
import io.helios.coordination.tree.TreePath;
import io.helios.master.commit.Decision;
import io.helios.master.commit.Decision.Proof;
import io.helios.master.host.HostRefusal.HostNotFound;
import io.helios.master.view.ClusterView;
import io.helios.master.view.HostView;
import io.helios.master.view.Versioned;
import io.helios.model.host.Cordon;
import io.helios.model.host.HostName;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Keeps new deployments off a host, or lets them in again. */
final class CordonOperation {
  private CordonOperation() {}

  /**
   * @param host need not be a legal name
   * @param user who asks, self-declared
   * @param reason for people
   */
  record Request(String host, @Nullable String user, @Nullable String reason) {}

  /** Sets the cordon; one that stands already gets the new reason and keeps its age. */
  static Decision<HostRefusal> decide(Request request, ClusterView view, Instant now) {
    HostView host = HostName.of(request.host()).flatMap(view::registeredHost).orElse(null);
    Versioned<String> id = host == null ? null : host.id();
    if (host == null || id == null) {
      return Decision.refuse(new HostNotFound(request.host()));
    }
    TreePath node = Paths.hostCordon(host.name());
    Versioned<Cordon> there = host.cordon();
    long since = there == null ? now.toEpochMilli() : there.value().since();
    Cordon cordon = new Cordon(request.user(), request.reason(), since);
    if (there != null && there.value().equals(cordon)) {
      return Decision.fulfilled();
    }
    byte[] data = Stored.bytes(cordon);
    Changes changes;
    if (there != null) {
      changes = Changes.NONE.set(node, data, there.version());
    } else if (host.unreadable().contains(node)) {
      changes = Changes.NONE.set(node, data, Changes.ANY_VERSION);
    } else {
      // The host's id is only checked: its agent takes a new version of it for another owner.
      changes = Changes.NONE.check(Paths.hostId(host.name()), id.version()).create(node, data);
    }
    return Decision.change(changes, Proof.holds(node, data));
  }

  /** Lifts the cordon, if there is one. */
  static Decision<HostRefusal> decideToLift(String name, ClusterView view) {
    HostView host = HostName.of(name).flatMap(view::registeredHost).orElse(null);
    if (host == null) {
      return Decision.refuse(new HostNotFound(name));
    }
    TreePath node = Paths.hostCordon(host.name());
    Versioned<Cordon> there = host.cordon();
    if (there == null && !host.unreadable().contains(node)) {
      return Decision.fulfilled();
    }
    int version = there == null ? Changes.ANY_VERSION : there.version();
    return Decision.change(Changes.NONE.delete(node, version), Proof.isGone(node));
  }
}
