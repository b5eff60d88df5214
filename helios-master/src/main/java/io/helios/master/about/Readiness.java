package io.helios.master.about;

import io.helios.coordination.tree.Tree;
import io.helios.master.view.LiveView;
import java.util.Optional;
import java.util.function.Supplier;

/** Whether this master can serve everything now. */
public final class Readiness {
  private final Tree tree;
  private final LiveView live;
  private final Supplier<Optional<String>> refusal;

  /**
   * @param refusal why the master will not work with that tree, if that is so
   */
  public Readiness(Tree tree, LiveView live, Supplier<Optional<String>> refusal) {
    this.tree = tree;
    this.live = live;
    this.refusal = refusal;
  }

  /** Why not; empty when it is ready. */
  public Optional<String> obstacle() {
    if (!tree.isConnected()) {
      return Optional.of("ZooKeeper is not reachable");
    } else if (live.freshness().live()) {
      return Optional.empty();
    }
    return Optional.of(refusal.get().orElse("the cluster is being read from ZooKeeper"));
  }
}
