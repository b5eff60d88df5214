package io.helios.coordination.presence;

import io.helios.coordination.layout.Paths;
import io.helios.coordination.tree.ChangeRejected;
import io.helios.coordination.tree.Changes;
import io.helios.coordination.tree.Node;
import io.helios.coordination.tree.Tree;
import io.helios.coordination.tree.TreePath;
import io.helios.coordination.tree.TreeUnavailable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The cluster's identity: the name of the one node below {@link Paths#IDENTITIES}. It is created
 * once, in one transaction with the root nodes, by whichever master comes first.
 */
public final class ClusterIdentity {

  /** This master must not work with that tree unless its operator says so. */
  public static final class Refused extends Exception {
    Refused(String message) {
      super(message);
    }
  }

  private ClusterIdentity() {}

  /**
   * The identity, empty while no master has made one.
   *
   * @throws IllegalStateException when there are several, which only a meddling hand can bring
   *     about
   */
  public static Optional<String> existing(Tree tree) throws TreeUnavailable {
    List<String> ids = tree.children(Paths.IDENTITIES);
    if (ids.size() > 1) {
      throw new IllegalStateException(
          Paths.IDENTITIES + " names several clusters, leave only the right one: " + ids);
    }
    return ids.stream().findFirst();
  }

  /**
   * The identity, made with the root nodes where there is none; root nodes that are missing, for an
   * older version made the tree, are added.
   *
   * @param known the identity that this master worked with before, null when it did with none
   * @param accept whether the operator wants this tree to be used, although this master knows
   *     another identity or the tree has hosts but no identity
   * @throws Refused with a message for the operator
   */
  public static String establish(Tree tree, @Nullable String known, boolean accept)
      throws TreeUnavailable, Refused {
    while (true) {
      // Read ahead of the identity: whoever makes one changes this node, and we are rejected.
      Optional<Node> parent = tree.get(Paths.IDENTITIES);
      Optional<String> found = existing(tree);
      requireFamiliar(tree, known, accept, found);
      String id = found.orElseGet(() -> UUID.randomUUID().toString());
      Changes roots = missingRoots(tree, parent.isPresent());
      try {
        if (found.isEmpty()) {
          tree.commit(soleIdentity(roots, parent, id));
        } else if (!roots.isEmpty()) {
          tree.commit(Changes.NONE.checkExists(Paths.identity(id)).and(roots));
        }
        return id;
      } catch (ChangeRejected e) {
        // Another master was faster: look at what it made.
      }
    }
  }

  private static void requireFamiliar(
      Tree tree, @Nullable String known, boolean accept, Optional<String> found)
      throws TreeUnavailable, Refused {
    if (accept) {
      return;
    }
    if (found.isPresent()) {
      if (known != null && !known.equals(found.get())) {
        throw new Refused(
            "ZooKeeper holds the cluster %s, but this master belongs to %s. Check ZooKeeper's address; to join the other cluster start once with --init-cluster"
                .formatted(found.get(), known));
      }
      return;
    }
    if (known != null) {
      throw new Refused(
          "this master belongs to the cluster %s, but ZooKeeper holds none. Check ZooKeeper's address or restore its backup; to begin a new cluster start once with --init-cluster"
              .formatted(known));
    }
    List<String> hosts = tree.children(Paths.HOSTS);
    if (!hosts.isEmpty()) {
      throw new Refused(
          "ZooKeeper holds %d hosts but no identity of their cluster. Restore its backup; to give them a new identity start once with --init-cluster"
              .formatted(hosts.size()));
    }
  }

  /** Creates or changes the identity's parent too, so that of two masters at once one wins. */
  private static Changes soleIdentity(Changes roots, Optional<Node> parent, String id) {
    Changes changes = roots;
    if (parent.isPresent()) {
      changes = changes.set(Paths.IDENTITIES, parent.get().data(), parent.get().version());
    }
    return changes.create(Paths.identity(id));
  }

  private static Changes missingRoots(Tree tree, boolean hasIdentities) throws TreeUnavailable {
    Map<TreePath, Set<String>> listed = new HashMap<>();
    List<TreePath> missing = new ArrayList<>();
    for (TreePath path : Paths.skeleton()) {
      Set<String> siblings = listed.get(path.parent());
      if (siblings == null) {
        siblings = new HashSet<>(tree.children(path.parent()));
        listed.put(path.parent(), siblings);
      }
      boolean there =
          path.equals(Paths.IDENTITIES) ? hasIdentities : siblings.contains(path.name());
      if (!there) {
        missing.add(path);
      }
    }
    Changes changes = Changes.NONE;
    for (TreePath path : missing) {
      changes = changes.create(path);
    }
    return changes;
  }
}
