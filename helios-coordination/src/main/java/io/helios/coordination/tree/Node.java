package io.helios.coordination.tree;

import java.util.Arrays;

/**
 * A node as it was read.
 *
 * @param data never null; must not be modified
 * @param version of the data, for versioned changes; starts again at 0 when a node is recreated
 * @param createdAt zxid of its creation
 * @param changedAt zxid of the last change of its data
 */
public record Node(TreePath path, byte[] data, int version, long createdAt, long changedAt) {
  /** Whether it is the very same state of the very same incarnation of the node. */
  public boolean sameStateAs(Node other) {
    return createdAt == other.createdAt && changedAt == other.changedAt;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Node that
        && path.equals(that.path)
        && version == that.version
        && sameStateAs(that)
        && Arrays.equals(data, that.data);
  }

  @Override
  public int hashCode() {
    return path.hashCode() * 31 + Long.hashCode(changedAt);
  }

  @Override
  public String toString() {
    return "Node[" + path + " v" + version + ", " + data.length + " bytes]";
  }
}
