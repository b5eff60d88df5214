package io.helios.agent.membership;

import io.helios.agent.condition.Conditions;
import io.helios.coordination.layout.Paths;
import io.helios.coordination.layout.Stored;
import io.helios.coordination.tree.ChangeRejected;
import io.helios.coordination.tree.Changes;
import io.helios.coordination.tree.Node;
import io.helios.coordination.tree.Tree;
import io.helios.coordination.tree.TreePath;
import io.helios.coordination.tree.TreeUnavailable;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells labels and the host's report, once a minute and when the tree may have lost them, and what
 * is wrong with the host as soon as that changes; only what differs from what stands there is
 * written. For one thread.
 */
final class HostReporter {
  private static final Logger log = LoggerFactory.getLogger(HostReporter.class);
  private static final Duration PERIOD = Duration.ofMinutes(1);

  private final Self self;
  private final Tree tree;
  private final Conditions conditions;
  private @Nullable Instant reportedAt;
  private Map<String, String> toldConditions = Map.of();

  HostReporter(Self self, Tree tree, Conditions conditions) {
    this.self = self;
    this.tree = tree;
    this.conditions = conditions;
  }

  /** What stands in the tree is not known any more. */
  void doubt() {
    reportedAt = null;
  }

  /** Tells it if it is time to. */
  void report(String cluster, Instant now) throws TreeUnavailable {
    // The absolute distance: a clock that was set back must not silence the host.
    boolean due =
        reportedAt == null || Duration.between(reportedAt, now).abs().compareTo(PERIOD) >= 0;
    Map<String, String> wrong = conditions.present();
    if (!due && wrong.equals(toldConditions)) {
      return;
    }
    Changes changes = conditions(wrong);
    if (due) {
      changes =
          changes
              .and(put(Paths.hostLabels(self.host()), Stored.bytes(self.labels())))
              .and(put(Paths.hostReport(self.host()), Stored.bytes(self.report().get())));
    }
    try {
      if (!changes.isEmpty()) {
        tree.commit(Changes.NONE.checkExists(Paths.identity(cluster)).and(changes));
      }
      toldConditions = wrong;
      reportedAt = due ? now : reportedAt;
    } catch (ChangeRejected e) {
      log.debug("The host's report is told later", e);
    }
  }

  /** A host that was always well has no node for it. */
  private Changes conditions(Map<String, String> wrong) throws TreeUnavailable {
    TreePath path = Paths.hostConditions(self.host());
    return wrong.isEmpty() && tree.get(path).isEmpty()
        ? Changes.NONE
        : put(path, Stored.bytes(wrong));
  }

  private Changes put(TreePath path, byte[] data) throws TreeUnavailable {
    Optional<Node> node = tree.get(path);
    if (node.isEmpty()) {
      return Changes.NONE.create(path, data);
    }
    return Arrays.equals(node.get().data(), data)
        ? Changes.NONE
        : Changes.NONE.set(path, data, node.get().version());
  }
}
