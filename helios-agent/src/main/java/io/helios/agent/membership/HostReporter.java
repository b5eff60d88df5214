package io.helios.agent.membership;

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
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells labels and the host's report, once a minute and when the tree may have lost them; only what
 * differs from what stands there is written. For one thread.
 */
final class HostReporter {
  private static final Logger log = LoggerFactory.getLogger(HostReporter.class);
  private static final Duration PERIOD = Duration.ofMinutes(1);

  private final Self self;
  private final Tree tree;
  private @Nullable Instant reportedAt;

  HostReporter(Self self, Tree tree) {
    this.self = self;
    this.tree = tree;
  }

  /** What stands in the tree is not known any more. */
  void doubt() {
    reportedAt = null;
  }

  /** Tells it if it is time to. */
  void report(String cluster, Instant now) throws TreeUnavailable {
    // The absolute distance: a clock that was set back must not silence the host.
    if (reportedAt != null && Duration.between(reportedAt, now).abs().compareTo(PERIOD) < 0) {
      return;
    }
    Changes changes =
        put(Paths.hostLabels(self.host()), Stored.bytes(self.labels()))
            .and(put(Paths.hostReport(self.host()), Stored.bytes(self.report().get())));
    try {
      if (!changes.isEmpty()) {
        tree.commit(Changes.NONE.checkExists(Paths.identity(cluster)).and(changes));
      }
      reportedAt = now;
    } catch (ChangeRejected e) {
      log.debug("The host's report is told later", e);
    }
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
