package io.helios.benchmarks.fleet;

import io.helios.benchmarks.wire.ZkSession;
import io.helios.coordination.layout.Paths;
import io.helios.coordination.layout.Stored;
import io.helios.model.host.HostName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.OpResult;
import org.apache.zookeeper.OpResult.GetChildrenResult;
import org.apache.zookeeper.OpResult.GetDataResult;
import org.apache.zookeeper.OpResult.SetDataResult;

/**
 * What an agent does before it tells statuses: it keeps late writes of an earlier life out, and
 * reads what stands in the tree. Of a lost connection nothing is told. For the loop's thread.
 */
final class Opening {
  private final LightFleet fleet;
  private final HostName host;
  private final ZkSession session;

  /** How it ended; one of both, unless the connection was lost. */
  interface Outcome {
    /**
     * @param fence version that every status write has to name
     * @param standing the statuses by task
     */
    void opened(int fence, Map<String, byte[]> standing);

    void refused(int code, List<Op> ops, List<OpResult> results);
  }

  Opening(LightFleet fleet, HostName host, ZkSession session) {
    this.fleet = fleet;
    this.host = host;
    this.session = session;
  }

  void begin(Outcome outcome) {
    List<Op> ops =
        List.of(
            fleet.checkIdentity(),
            Op.check(Paths.hostId(host).value(), -1),
            Op.setData(Paths.taskStatuses(host).value(), Stored.bytes("life of " + host), -1));
    session.multi(
        ops,
        (code, zxid, results) -> {
          if (code == 0 && results.get(2) instanceof SetDataResult taken) {
            fleet.tally().tellsAt(zxid);
            list(taken.getStat().getVersion(), outcome);
          } else {
            outcome.refused(code, ops, results);
          }
        });
  }

  private void list(int fence, Outcome outcome) {
    session.multi(
        List.of(Op.getChildren(Paths.taskStatuses(host).value())),
        (code, zxid, results) -> {
          if (code == 0 && results.get(0) instanceof GetChildrenResult listed) {
            read(fence, listed.getChildren(), outcome);
          }
        });
  }

  private void read(int fence, List<String> names, Outcome outcome) {
    if (names.isEmpty()) {
      outcome.opened(fence, Map.of());
      return;
    }
    List<Op> reads = new ArrayList<>(names.size());
    names.forEach(name -> reads.add(Op.getData(Paths.taskStatuses(host).child(name).value())));
    session.multi(
        reads,
        (code, zxid, results) -> {
          if (code != 0 || results.size() != reads.size()) {
            return;
          }
          Map<String, byte[]> standing = new HashMap<>();
          for (int i = 0; i < names.size(); i++) {
            if (results.get(i) instanceof GetDataResult got) {
              standing.put(names.get(i), got.getData());
            }
          }
          outcome.opened(fence, standing);
        });
  }
}
