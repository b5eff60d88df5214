package io.helios.master.commit;

import io.helios.coordination.tree.Changes;
import io.helios.coordination.tree.TreePath;
import org.jspecify.annotations.Nullable;

/**
 * What an operation makes of a request.
 *
 * @param <R> the operation's refusals
 */
public sealed interface Decision<R> {

  static <R> Decision<R> refuse(R refusal) {
    return new Refuse<>(refusal);
  }

  static <R> Decision<R> change(Changes changes, Proof proof) {
    return new Change<>(changes, proof);
  }

  /** Nothing needs to change for the request to be fulfilled. */
  static <R> Decision<R> fulfilled() {
    return new Fulfilled<>();
  }

  record Refuse<R>(R refusal) implements Decision<R> {}

  record Change<R>(Changes changes, Proof proof) implements Decision<R> {}

  record Fulfilled<R>() implements Decision<R> {}

  /**
   * What a node looks like once the changes were made by us: how a lost answer is recognised.
   *
   * @param data the node's exact data, which nobody else writes; null when the node is gone then
   */
  record Proof(TreePath path, byte @Nullable [] data) {
    public static Proof holds(TreePath path, byte[] data) {
      return new Proof(path, data);
    }

    public static Proof isGone(TreePath path) {
      return new Proof(path, null);
    }
  }
}
