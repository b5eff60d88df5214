package io.helios.coordination.presence;

import io.helios.coordination.layout.DeregistrationOrder;
import io.helios.coordination.layout.Paths;
import io.helios.coordination.layout.Stored;
import io.helios.coordination.tree.ChangeRejected;
import io.helios.coordination.tree.Changes;
import io.helios.coordination.tree.Node;
import io.helios.coordination.tree.Tree;
import io.helios.coordination.tree.TreePath;
import io.helios.coordination.tree.TreeUnavailable;
import io.helios.model.host.HostName;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Makes a host known to the cluster, for the identity of one agent. All nodes of a host are made in
 * one transaction; doing it again for the same identity changes nothing.
 */
public final class HostRegistration {

  /** How it ended. */
  public sealed interface Result {}

  /** The host is registered for that identity; {@code created}: some of its nodes were missing. */
  public record Registered(boolean created) implements Result {}

  /** Another agent has that name; nothing was changed. */
  public record TakenBy(String id) implements Result {}

  /** The tree has another identity or none: this is not the caller's cluster. */
  public record ForeignTree() implements Result {}

  /** The host was deregistered, and its agent has not carried that out; nothing was changed. */
  public record Deregistered() implements Result {}

  private HostRegistration() {}

  /** Identity of the agent that a host's {@link Paths#hostId} node names. */
  public static String idOf(Node node) throws IOException {
    return Stored.read(node.data(), String.class);
  }

  /** Registers the host for the agent of that identity. */
  public static Result register(Tree tree, String clusterId, HostName host, String id)
      throws TreeUnavailable {
    return register(tree, clusterId, host, id, false);
  }

  /**
   * As {@link #register}, for the agent itself: while an order to deregister it stands, what the
   * masters delete must not be made anew.
   */
  public static Result registerUnlessDeregistered(
      Tree tree, String clusterId, HostName host, String id) throws TreeUnavailable {
    return register(tree, clusterId, host, id, true);
  }

  private static Result register(
      Tree tree, String clusterId, HostName host, String id, boolean unlessDeregistered)
      throws TreeUnavailable {
    while (true) {
      if (tree.get(Paths.identity(clusterId)).isEmpty()) {
        return new ForeignTree();
      }
      Optional<Node> there = tree.get(Paths.hostId(host));
      if (there.isPresent() && !isOf(there.get(), id)) {
        return new TakenBy(describe(there.get()));
      }
      Changes missing = Changes.NONE;
      for (TreePath path : nodes(host)) {
        if (tree.get(path).isEmpty()) {
          missing = missing.create(path);
        }
      }
      if (there.isEmpty()) {
        missing = missing.create(Paths.hostId(host), Stored.bytes(id));
      }
      // Read behind the nodes: the order is there before the first of them is deleted.
      if (unlessDeregistered && !missing.isEmpty() && isDeregistered(tree, host, id)) {
        return new Deregistered();
      }
      if (missing.isEmpty() || commits(tree, clusterId, missing)) {
        return new Registered(!missing.isEmpty());
      }
    }
  }

  /**
   * Gives a registered host to another agent: one transaction that forgets what the old one said
   * and names the new one. Deployments, undeploy orders and ports stay. Whether the old agent is
   * gone is for the caller to know; while it is up the answer is {@link TakenBy}.
   */
  public static Result takeOver(Tree tree, String clusterId, HostName host, String id)
      throws TreeUnavailable {
    while (true) {
      Result result = register(tree, clusterId, host, id);
      if (!(result instanceof TakenBy)) {
        return result;
      }
      Optional<Node> there = tree.get(Paths.hostId(host));
      if (tree.get(Paths.hostUp(host)).isPresent()) {
        return result;
      }
      if (there.isPresent()) {
        Changes changes = Changes.NONE;
        List<TreePath> said = deepestFirst(tree, Paths.hostStatus(host));
        said.addAll(deepestFirst(tree, Paths.hostReport(host)));
        for (TreePath path : said) {
          changes = changes.delete(path);
        }
        changes =
            changes
                .create(Paths.hostStatus(host))
                .create(Paths.taskStatuses(host))
                .set(Paths.hostId(host), Stored.bytes(id), there.get().version());
        if (commits(tree, clusterId, changes)) {
          return new Registered(true);
        }
      }
    }
  }

  private static boolean isDeregistered(Tree tree, HostName host, String id)
      throws TreeUnavailable {
    Optional<Node> order = tree.get(Paths.deregistered(host));
    try {
      return order.isPresent()
          && Stored.read(order.get().data(), DeregistrationOrder.class).hostId().equals(id);
    } catch (IOException e) {
      return false; // Unreadable: it orders nothing.
    }
  }

  private static boolean commits(Tree tree, String clusterId, Changes changes)
      throws TreeUnavailable {
    try {
      tree.commit(Changes.NONE.checkExists(Paths.identity(clusterId)).and(changes));
      return true;
    } catch (ChangeRejected e) {
      return false; // Something moved meanwhile: look again.
    }
  }

  private static List<TreePath> nodes(HostName host) {
    return List.of(
        Paths.host(host),
        Paths.deployments(host),
        Paths.undeploys(host),
        Paths.ports(host),
        Paths.hostStatus(host),
        Paths.taskStatuses(host));
  }

  private static List<TreePath> deepestFirst(Tree tree, TreePath top) throws TreeUnavailable {
    List<TreePath> all = new ArrayList<>();
    for (String name : tree.children(top)) {
      all.addAll(deepestFirst(tree, top.child(name)));
    }
    if (tree.get(top).isPresent()) {
      all.add(top);
    }
    return all;
  }

  private static boolean isOf(Node node, String id) {
    try {
      return idOf(node).equals(id);
    } catch (IOException e) {
      return false; // Unreadable: surely not ours.
    }
  }

  private static String describe(Node node) {
    try {
      return idOf(node);
    } catch (IOException e) {
      return "unreadable (" + e.getMessage() + ")";
    }
  }
}
