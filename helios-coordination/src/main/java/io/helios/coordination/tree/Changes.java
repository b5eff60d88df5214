package io.helios.coordination.tree;

import java.util.ArrayList;
import java.util.List;

/**
 * Writes that happen together or not at all, with the facts they rely on. Immutable: every method
 * returns a longer list.
 */
public record Changes(List<Change> list) {
  public static final Changes NONE = new Changes(List.of());

  /** One part of the transaction. */
  public sealed interface Change {
    TreePath path();
  }

  /** The node must exist; its data's version must match unless {@link #ANY_VERSION}. */
  public record Check(TreePath path, int version) implements Change {}

  /** The node must not exist and its parent must. */
  public record Create(TreePath path, byte[] data, boolean ephemeral) implements Change {}

  /** The node must exist in that version. */
  public record Set(TreePath path, byte[] data, int version) implements Change {}

  /** The node must exist in that version and have no children. */
  public record Delete(TreePath path, int version) implements Change {}

  public static final int ANY_VERSION = -1;

  /** Largest {@link #size} of a transaction; below ZooKeeper's limit of 1 MB for a request. */
  public static final long LARGEST = 1_000_000;

  private static final byte[] NOTHING = {};

  public Changes {
    list = List.copyOf(list);
  }

  public Changes check(TreePath path, int version) {
    return plus(new Check(path, version));
  }

  public Changes checkExists(TreePath path) {
    return plus(new Check(path, ANY_VERSION));
  }

  /**
   * The node must not exist, though its parent must. ZooKeeper has no such check, so the node is
   * made and deleted again: whoever watches it is told of both.
   */
  public Changes requireAbsent(TreePath path) {
    return create(path).delete(path);
  }

  public Changes create(TreePath path, byte[] data) {
    return plus(new Create(path, data, false));
  }

  public Changes create(TreePath path) {
    return create(path, NOTHING);
  }

  /** Creates a node that goes with this tree's session. */
  public Changes createEphemeral(TreePath path, byte[] data) {
    return plus(new Create(path, data, true));
  }

  public Changes set(TreePath path, byte[] data, int version) {
    return plus(new Set(path, data, version));
  }

  public Changes delete(TreePath path, int version) {
    return plus(new Delete(path, version));
  }

  public Changes delete(TreePath path) {
    return delete(path, ANY_VERSION);
  }

  public Changes and(Changes more) {
    List<Change> all = new ArrayList<>(list);
    all.addAll(more.list);
    return new Changes(all);
  }

  public boolean isEmpty() {
    return list.isEmpty();
  }

  /**
   * About how many bytes the request has.
   *
   * @see #LARGEST
   */
  public long size() {
    long size = 0;
    for (Change change : list) {
      size += 64L + 3L * change.path().value().length();
      if (change instanceof Create create) {
        size += create.data().length;
      } else if (change instanceof Set set) {
        size += set.data().length;
      }
    }
    return size;
  }

  /**
   * Trees call it before they commit, because the server cuts the connection instead of answering.
   *
   * @throws IllegalArgumentException when it is larger than {@link #LARGEST}
   */
  public void requireFits() {
    if (size() > LARGEST) {
      throw new IllegalArgumentException(
          "a transaction of %d changes and about %d bytes is too large: at most %d bytes"
              .formatted(list.size(), size(), LARGEST));
    }
  }

  private Changes plus(Change change) {
    List<Change> all = new ArrayList<>(list);
    all.add(change);
    return new Changes(all);
  }
}
