package io.helios.master.view;

import io.helios.coordination.layout.Paths;
import io.helios.coordination.tree.Node;
import io.helios.coordination.tree.Tree;
import io.helios.coordination.tree.Tree.Reading;
import io.helios.coordination.tree.Tree.Readings;
import io.helios.coordination.tree.TreePath;
import io.helios.model.host.HostName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads what agents report of their hosts, some hosts in each round. Reports are facts to show, and
 * nothing hurries that is decided by them; yet every agent writes one a minute, and to be told of
 * each by itself would cost a master of thousands of hosts more than all else while nothing
 * happens. A host that comes, or changes, is read at once. For the view thread.
 */
final class HostReports {
  static final long ROUND_MILLIS = 1_000;

  /** Within so many rounds each host is read. */
  private static final int CYCLE = 60;

  /** In one round at least: in a small cluster a report is seen within a second. */
  private static final int AT_LEAST = 50;

  private static final int AT_ONCE = 1_000;

  private final Tree tree;
  private final ClusterView view;
  private final Executor viewThread;
  private final BooleanSupplier live;
  private final Sink sink;

  /** Zxids of the reports that the sink was told. */
  private final Map<HostName, Long> told = new HashMap<>();

  private final Set<HostName> due = new LinkedHashSet<>();
  private @Nullable HostName last;
  private final Set<HostName> awaited = new HashSet<>();
  private @Nullable Runnable whenAllRead;
  private boolean reading;
  private boolean readIsDue;

  /** Hears of reports that differ from what it heard before. */
  interface Sink {
    /**
     * @param readAt zxid of the reading, no older than any that was told
     */
    void changed(Node node, long readAt);

    void removed(TreePath path, long readAt);

    /** That was all of this reading. */
    void settled(long readAt);
  }

  /**
   * @param live whether the view is complete and kept up to date; nothing is read while it is not
   */
  HostReports(Tree tree, ClusterView view, Executor viewThread, BooleanSupplier live, Sink sink) {
    this.tree = tree;
    this.view = view;
    this.viewThread = viewThread;
    this.live = live;
    this.sink = sink;
  }

  /** Something else of the host is other than it was: so may be its report. */
  void hostChanged(HostName host) {
    if (view.registeredHost(host).isEmpty()) {
      due.remove(host);
      told.remove(host);
      awaited.remove(host);
      return;
    }
    due.add(host);
    if (!readIsDue) {
      readIsDue = true;
      viewThread.execute(
          () -> {
            readIsDue = false;
            read();
          });
    }
  }

  /**
   * Reads the reports of all hosts now, in place of what is still to be read.
   *
   * @param then comes when that is done, be it after a lost connection
   */
  void readAll(Runnable then) {
    awaited.clear();
    view.registeredHosts().forEach(host -> awaited.add(host.name()));
    due.addAll(awaited);
    whenAllRead = then;
    read();
  }

  /** Reads the next ones in turn. */
  void round() {
    int count = Math.max(AT_LEAST, (view.hosts().size() + CYCLE - 1) / CYCLE);
    List<HostName> next = view.namesAfter(last, count);
    due.addAll(next);
    last = next.size() < count ? null : next.get(count - 1);
    read();
  }

  private void read() {
    if (reading || !live.getAsBoolean()) {
      return;
    }
    if (awaited.isEmpty()) {
      finish();
    }
    List<HostName> batch = new ArrayList<>();
    for (Iterator<HostName> each = due.iterator(); each.hasNext() && batch.size() < AT_ONCE; ) {
      batch.add(each.next());
      each.remove();
    }
    if (batch.isEmpty()) {
      return;
    }
    reading = true;
    tree.read(
        batch.stream().map(Paths::hostReport).toList(),
        readings -> viewThread.execute(() -> found(batch, readings)),
        failure -> viewThread.execute(() -> failed(batch)));
  }

  private void finish() {
    @Nullable Runnable then = whenAllRead;
    whenAllRead = null;
    if (then != null) {
      then.run();
    }
  }

  private void failed(List<HostName> batch) {
    reading = false;
    due.addAll(batch); // The next round tries again.
  }

  private void found(List<HostName> batch, Readings readings) {
    reading = false;
    if (!live.getAsBoolean()) {
      due.addAll(batch);
      return;
    }
    batch.forEach(awaited::remove);
    boolean news = false;
    for (HostName host : batch) {
      if (view.registeredHost(host).isPresent()) {
        news |= tell(host, readings);
      }
    }
    if (news) {
      sink.settled(readings.upTo());
    }
    read();
  }

  /** Whether there was anything to tell. */
  private boolean tell(HostName host, Readings readings) {
    TreePath path = Paths.hostReport(host);
    @Nullable Reading found = readings.found().get(path);
    if (found == null) {
      boolean removed = told.remove(host) != null;
      if (removed) {
        sink.removed(path, readings.upTo());
      }
      return removed;
    }
    Node report = found.node();
    @Nullable Long before = told.put(host, report.changedAt());
    boolean changed = before == null || before != report.changedAt();
    if (changed) {
      sink.changed(report, readings.upTo());
    }
    return changed;
  }
}
