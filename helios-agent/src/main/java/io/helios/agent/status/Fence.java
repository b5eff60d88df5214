package io.helios.agent.status;

import io.helios.coordination.layout.Paths;
import io.helios.coordination.layout.Stored;
import io.helios.coordination.tree.ChangeRejected;
import io.helios.coordination.tree.Changes;
import io.helios.coordination.tree.Node;
import io.helios.coordination.tree.Tree;
import io.helios.coordination.tree.TreePath;
import io.helios.coordination.tree.TreeUnavailable;
import io.helios.model.host.HostName;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;

/**
 * Keeps late writes out: a transaction of an earlier life of the agent, or of another agent that
 * had this host, may arrive long after its sender has gone. Whoever begins to tell statuses changes
 * the node above them; every write names the version that it has since then, and fails once
 * somebody else has begun. For one thread at a time.
 */
final class Fence {
  private final Tree tree;
  private final HostName host;
  private final TreePath node;
  private final byte[] life = Stored.bytes(UUID.randomUUID().toString());
  private boolean certain;
  private int version;
  private int hostVersion;

  Fence(Tree tree, HostName host) {
    this.tree = tree;
    this.host = host;
    this.node = Paths.taskStatuses(host);
  }

  /** Whether it is still ours has to be looked at again. */
  void doubt() {
    certain = false;
  }

  boolean concerns(TreePath path) {
    return path.equals(node) || path.equals(Paths.hostId(host));
  }

  /** Takes it, unless it is ours for certain: then whatever others have under way fails. */
  void hold(String clusterId) throws TreeUnavailable, ChangeRejected {
    if (!certain && !isStillOurs()) {
      take(clusterId);
    }
    certain = true;
  }

  private boolean isStillOurs() throws TreeUnavailable {
    Optional<Node> now = tree.get(node);
    Optional<Node> owner = tree.get(Paths.hostId(host));
    return now.isPresent()
        && owner.isPresent()
        && owner.get().version() == hostVersion
        && now.get().version() == version
        && Arrays.equals(now.get().data(), life);
  }

  private void take(String clusterId) throws TreeUnavailable, ChangeRejected {
    int owner = tree.get(Paths.hostId(host)).map(Node::version).orElse(0);
    long zxid =
        tree.commit(
            Changes.NONE
                .checkExists(Paths.identity(clusterId))
                .check(Paths.hostId(host), owner)
                .set(node, life, Changes.ANY_VERSION));
    Optional<Node> taken = tree.get(node);
    if (taken.isEmpty() || taken.get().changedAt() != zxid) {
      throw new TreeUnavailable("somebody else began to tell the statuses of " + host);
    }
    version = taken.get().version();
    hostVersion = owner;
  }

  /** What every write relies on. */
  Changes check() {
    return Changes.NONE.check(Paths.hostId(host), hostVersion).check(node, version);
  }
}
