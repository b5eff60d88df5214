package io.helios.master.cleanup;

import io.helios.coordination.layout.Paths;
import io.helios.coordination.layout.Stored;
import io.helios.coordination.tree.Changes;
import io.helios.coordination.tree.Node;
import io.helios.coordination.tree.Tree;
import io.helios.coordination.tree.TreePath;
import io.helios.coordination.tree.TreeUnavailable;
import io.helios.master.commit.Commits;
import io.helios.master.commit.Decision;
import io.helios.master.commit.Decision.Proof;
import io.helios.model.host.HostName;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Since when hosts are down, by the masters' clocks, kept in the tree so that it outlives whoever
 * leads. Written by the leader only and for one thread.
 */
final class DownSince {
  private static final Logger log = LoggerFactory.getLogger(DownSince.class);

  private final Tree tree;
  private final Commits commits;
  private final Map<HostName, Instant> known = new HashMap<>();

  DownSince(Tree tree, Commits commits) {
    this.tree = tree;
    this.commits = commits;
  }

  /** Reads what earlier leaders noted. */
  void load() throws TreeUnavailable {
    known.clear();
    for (String name : tree.children(Paths.DOWN_SINCE)) {
      Optional<HostName> host = HostName.of(name);
      Optional<Node> node = tree.get(Paths.DOWN_SINCE.child(name));
      if (host.isEmpty() || node.isEmpty()) {
        continue;
      }
      try {
        long millis = Stored.read(node.get().data(), Long.class);
        known.put(host.get(), Instant.ofEpochMilli(millis));
      } catch (IOException e) {
        log.warn("cannot read {}: {}", node.get().path(), e.getMessage());
      }
    }
  }

  Optional<Instant> of(HostName host) {
    return Optional.ofNullable(known.get(host));
  }

  Map<HostName, Instant> all() {
    return Map.copyOf(known);
  }

  /** Notes that the host is down now, unless that was noted before. */
  void down(HostName host, Instant now) {
    if (known.containsKey(host)) {
      return;
    }
    TreePath path = Paths.downSince(host);
    byte[] data = Stored.bytes(now.toEpochMilli());
    commits.run(
        () -> {
          Optional<Node> there = tree.get(path);
          return Decision.<Object>change(
              there.isPresent()
                  ? Changes.NONE.set(path, data, there.get().version())
                  : Changes.NONE.create(path, data),
              Proof.holds(path, data));
        });
    known.put(host, now);
  }

  /** Forgets it: the host is up, or none of the cluster's any more. */
  void forget(HostName host) {
    if (!known.containsKey(host)) {
      return;
    }
    TreePath path = Paths.downSince(host);
    commits.run(
        () -> {
          Optional<Node> there = tree.get(path);
          return there.isEmpty()
              ? Decision.<Object>fulfilled()
              : Decision.<Object>change(
                  Changes.NONE.delete(path, there.get().version()), Proof.isGone(path));
        });
    known.remove(host);
  }
}
