package io.helios.coordination.mirror;

import io.helios.coordination.tree.Node;
import io.helios.coordination.tree.Tree.Reading;
import io.helios.coordination.tree.Tree.Readings;
import io.helios.coordination.tree.TreePath;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Compares what was read with what was told before, tells the difference, and puts on the agenda
 * what has to be read because of it. Belongs to the view thread.
 */
final class Telling {
  private final Agenda agenda;
  private final Predicate<TreePath> wanted;
  private final TreeMirror.Listener listener;
  private final ToldNodes told = new ToldNodes();

  Telling(Agenda agenda, Predicate<TreePath> wanted, TreeMirror.Listener listener) {
    this.agenda = agenda;
    this.wanted = wanted;
    this.listener = listener;
  }

  void handOver(Collection<TreePath> batch, Readings readings) {
    // Parents first: a new incarnation of a parent takes what was told below it along.
    for (TreePath path : new TreeSet<>(batch)) {
      Reading reading = readings.found().get(path);
      if (reading == null) {
        forget(path, readings.upTo());
      } else {
        handOver(reading);
      }
    }
  }

  private void handOver(Reading reading) {
    Node node = reading.node();
    TreePath path = node.path();
    if (told.has(path) && !told.hasIncarnation(node)) {
      // What an earlier batch found below the new incarnation goes with the old one: read again.
      agenda.again(told.createdBelow(path, node.createdAt()), node.createdAt());
      forget(path, node.createdAt());
    }
    if (!told.hasState(node)) {
      told.remember(node);
      listener.changed(node);
      long since = agenda.oldestChange(path);
      if (since > 0 && since < node.changedAt()) {
        listener.passed(path, since, node.changedAt());
      }
    }
    // Below a node that an event named, everything was created after the watch stood: events tell.
    if (agenda.exploring(path)) {
      look(path, reading.children());
    }
  }

  /**
   * Tells that the node and all below it are gone, each with the zxid that its event had.
   *
   * @param upTo when they were gone at the latest
   */
  private void forget(TreePath path, long upTo) {
    long top = agenda.deletion(path);
    boolean known = told.has(path);
    for (TreePath gone : told.forget(path)) {
      long own = agenda.deletion(gone);
      long zxid = own > 0 ? own : top > 0 ? top : upTo;
      listener.removed(gone, zxid);
    }
    long since = agenda.oldestChange(path);
    if (!known && since > 0) {
      listener.passed(path, since, top > 0 ? top : upTo);
    }
  }

  /** Goes down one level: to what is there, and to what was there when last told. */
  private void look(TreePath path, List<String> names) {
    Set<TreePath> children = new LinkedHashSet<>(told.children(path));
    for (String name : names) {
      TreePath child = path.child(name);
      if (wanted.test(child)) {
        children.add(child);
      }
    }
    children.forEach(agenda::explore);
  }
}
