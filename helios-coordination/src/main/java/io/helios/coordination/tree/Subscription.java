package io.helios.coordination.tree;

/** Ends a watch; closing twice is fine. */
public interface Subscription extends AutoCloseable {
  @Override
  void close();
}
