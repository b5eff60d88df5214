package io.helios.coordination.mirror;

import io.helios.coordination.tree.Node;
import io.helios.coordination.tree.TreePath;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Which incarnation and state of each node the listener was told last. */
final class ToldNodes {
  private final NavigableMap<String, State> states = new TreeMap<>();

  private record State(long createdAt, long changedAt) {}

  boolean has(TreePath path) {
    return states.containsKey(path.value());
  }

  boolean hasIncarnation(Node node) {
    State state = states.get(node.path().value());
    return state != null && state.createdAt == node.createdAt();
  }

  boolean hasState(Node node) {
    State state = states.get(node.path().value());
    return state != null && state.equals(new State(node.createdAt(), node.changedAt()));
  }

  void remember(Node node) {
    states.put(node.path().value(), new State(node.createdAt(), node.changedAt()));
  }

  /** Forgets the node and all below it; returns what was known, children before parents. */
  List<TreePath> forget(TreePath path) {
    NavigableMap<String, State> below = allBelow(path);
    List<TreePath> gone = new ArrayList<>();
    below.descendingKeySet().forEach(key -> gone.add(TreePath.of(key)));
    below.clear();
    if (states.remove(path.value()) != null) {
      gone.add(path);
    }
    return gone;
  }

  /** Known nodes anywhere below that were created in that transaction or later. */
  List<TreePath> createdBelow(TreePath path, long zxid) {
    return allBelow(path).entrySet().stream()
        .filter(entry -> entry.getValue().createdAt >= zxid)
        .map(entry -> TreePath.of(entry.getKey()))
        .toList();
  }

  /**
   * Nodes one level down that are known or have known nodes below: a child that was read a little
   * later than its parent may be known before it.
   */
  List<TreePath> children(TreePath path) {
    String prefix = below(path);
    List<TreePath> children = new ArrayList<>();
    @Nullable String key = states.ceilingKey(prefix);
    while (key != null && key.startsWith(prefix)) {
      int slash = key.indexOf('/', prefix.length());
      if (slash < 0) {
        if (!key.equals(prefix)) {
          children.add(TreePath.of(key));
        }
        key = states.higherKey(key);
      } else {
        // Deeper: go on behind the whole subtree of that child.
        String child = key.substring(0, slash);
        if (!states.containsKey(child)) {
          children.add(TreePath.of(child));
        }
        key = states.ceilingKey(behind(child));
      }
    }
    return children;
  }

  private NavigableMap<String, State> allBelow(TreePath path) {
    return states.subMap(below(path), true, behind(path.value()), false);
  }

  private static String below(TreePath path) {
    return path.equals(TreePath.ROOT) ? "/" : path + "/";
  }

  /** The smallest text behind everything that begins with {@code path/}. */
  private static String behind(String path) {
    return (path.equals("/") ? "" : path) + (char) ('/' + 1);
  }
}
