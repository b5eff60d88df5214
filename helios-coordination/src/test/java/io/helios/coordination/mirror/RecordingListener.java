package io.helios.coordination.mirror;

import io.helios.coordination.tree.Node;
import io.helios.coordination.tree.TreePath;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Accumulates what a mirror tells, and remembers where it told it wrongly. */
final class RecordingListener implements TreeMirror.Listener {
  /** What the listener knew when it was told that everything up to a revision is there. */
  record Milestone(long revision, Map<TreePath, Node> state) {}

  private final Map<TreePath, Node> state = new TreeMap<>();
  private final List<Milestone> milestones = new ArrayList<>();
  private final List<String> log = new ArrayList<>();
  private final List<String> mistakes = new ArrayList<>();
  private boolean live;

  @Override
  public synchronized void changed(Node node) {
    log.add("changed " + node.path());
    Node old = state.put(node.path(), node);
    if (old != null && old.createdAt() != node.createdAt()) {
      mistakes.add(node.path() + " was recreated without being removed");
    }
    if (old != null && old.sameStateAs(node)) {
      mistakes.add(node.path() + " was told twice in the same state");
    }
  }

  @Override
  public synchronized void removed(TreePath path) {
    log.add("removed " + path);
    if (state.remove(path) == null) {
      mistakes.add(path + " was removed but never told");
    }
    if (state.keySet().stream().anyMatch(other -> other.isWithin(path))) {
      mistakes.add(path + " was removed before what is below it");
    }
  }

  @Override
  public synchronized void settled(long revision) {
    if (!live) {
      mistakes.add("settled while stale");
    }
    milestones.add(new Milestone(revision, new TreeMap<>(state)));
  }

  @Override
  public synchronized void live(long revision) {
    log.add("live");
    if (live) {
      mistakes.add("live twice");
    }
    live = true;
    milestones.add(new Milestone(revision, new TreeMap<>(state)));
  }

  @Override
  public synchronized void stale() {
    log.add("stale");
    if (!live) {
      mistakes.add("stale twice");
    }
    live = false;
  }

  synchronized Map<TreePath, Node> state() {
    return new TreeMap<>(state);
  }

  synchronized List<Milestone> milestones() {
    return List.copyOf(milestones);
  }

  synchronized List<String> log() {
    return List.copyOf(log);
  }

  synchronized List<String> mistakes() {
    return List.copyOf(mistakes);
  }
}
