package io.helios.coordination.tree.zookeeper;

import io.helios.coordination.tree.Node;
import io.helios.coordination.tree.Tree.Reading;
import io.helios.coordination.tree.Tree.Readings;
import io.helios.coordination.tree.TreePath;
import io.helios.coordination.tree.TreeUnavailable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.OpResult;
import org.apache.zookeeper.data.Stat;
import org.jspecify.annotations.Nullable;

/**
 * One {@code Tree.read}: a pipeline of multi-reads whose answers are put together. Everything but
 * {@link #send} happens on the tree's thread.
 */
final class BatchedRead {
  /** Nodes in one request; each takes two operations. */
  private static final int BATCH = 200;

  private final Session session;
  private final Executor events;
  private final List<TreePath> paths;
  private final Consumer<Readings> then;
  private final Consumer<TreeUnavailable> failed;
  private final Map<TreePath, Reading> found = new LinkedHashMap<>();
  private int missing;
  private long upTo;
  private boolean over;

  BatchedRead(
      Session session,
      Executor events,
      List<TreePath> paths,
      Consumer<Readings> then,
      Consumer<TreeUnavailable> failed) {
    this.session = session;
    this.events = events;
    this.paths = paths;
    this.then = then;
    this.failed = failed;
    this.missing = (paths.size() + BATCH - 1) / BATCH;
  }

  void send() {
    if (paths.isEmpty()) {
      events.execute(() -> then.accept(new Readings(Map.of(), 0)));
    }
    for (int from = 0; from < paths.size(); from += BATCH) {
      List<TreePath> batch = paths.subList(from, Math.min(paths.size(), from + BATCH));
      List<Op> ops = new ArrayList<>(2 * batch.size());
      for (TreePath path : batch) {
        String onServer = session.onServer(path);
        ops.add(Op.getData(onServer));
        ops.add(Op.getChildren(onServer));
      }
      session.readMany(
          ops, (code, zxid, results) -> events.execute(() -> answered(batch, code, zxid, results)));
    }
  }

  private void answered(
      List<TreePath> batch, int code, long zxid, @Nullable List<OpResult> results) {
    if (over) {
      return;
    }
    // With results, the code is only that of the first node that is not there.
    if (results == null || results.size() != 2 * batch.size()) {
      fail(code);
      return;
    }
    for (int i = 0; i < batch.size(); i++) {
      OpResult data = results.get(2 * i);
      OpResult children = results.get(2 * i + 1);
      if (data instanceof OpResult.GetDataResult got
          && children instanceof OpResult.GetChildrenResult listed) {
        found.put(
            batch.get(i),
            new Reading(
                node(batch.get(i), got.getData(), got.getStat()),
                legalNames(listed.getChildren())));
      } else {
        int reason = data instanceof OpResult.ErrorResult error ? error.getErr() : 0;
        if (reason == 0 && children instanceof OpResult.ErrorResult error) {
          reason = error.getErr();
        }
        if (reason != Code.NONODE.intValue()) {
          fail(reason);
          return;
        }
      }
    }
    upTo = Math.max(upTo, zxid);
    missing--;
    if (missing == 0) {
      over = true;
      then.accept(new Readings(found, upTo));
    }
  }

  private void fail(int code) {
    over = true;
    failed.accept(Failures.of("read " + paths.size() + " nodes", code));
  }

  static Node node(TreePath path, byte @Nullable [] data, Stat stat) {
    return new Node(
        path,
        data == null ? new byte[0] : data,
        stat.getVersion(),
        stat.getCzxid(),
        stat.getMzxid());
  }

  /** Others may have put nodes there whose names we do not know how to say: they are not ours. */
  static List<String> legalNames(List<String> names) {
    List<String> legal = new ArrayList<>(names.size());
    for (String name : names) {
      if (TreePath.isLegal(name)) {
        legal.add(name);
      }
    }
    return legal;
  }
}
