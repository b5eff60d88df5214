package io.helios.benchmarks.fleet;

import io.helios.benchmarks.wire.ZkSession;
import io.helios.coordination.layout.Paths;
import io.helios.coordination.layout.Stored;
import io.helios.coordination.presence.Presence;
import io.helios.coordination.tree.TreePath;
import io.helios.model.host.HostName;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.OpResult;
import org.apache.zookeeper.OpResult.GetDataResult;

/** Makes a simulated host known, shows it as up, and tells of its machine, as agents do. */
final class Registration {
  private static final Duration RETRY = Duration.ofSeconds(1);

  private final LightFleet fleet;
  private final HostName host;
  private final ZkSession session;
  private final Runnable up;
  private final String id;
  private boolean isUp;
  private int life;

  /**
   * @param up called each time the host is up again
   */
  Registration(LightFleet fleet, HostName host, ZkSession session, Runnable up) {
    this.fleet = fleet;
    this.host = host;
    this.session = session;
    this.up = up;
    this.id =
        UUID.nameUUIDFromBytes(host.value().getBytes(StandardCharsets.UTF_8))
            .toString()
            .replace("-", "");
  }

  boolean isUp() {
    return isUp;
  }

  void begin() {
    life++;
    int current = life;
    session.watch(
        Paths.host(host).value(),
        (code, zxid, results) -> {
          if (code == 0 && current == life) {
            look(current);
          }
        });
  }

  void end() {
    life++;
    isUp = false;
  }

  private List<TreePath> nodes() {
    return List.of(
        Paths.host(host),
        Paths.deployments(host),
        Paths.undeploys(host),
        Paths.ports(host),
        Paths.hostStatus(host),
        Paths.taskStatuses(host));
  }

  private void look(int current) {
    List<TreePath> paths = new ArrayList<>(nodes());
    paths.add(Paths.hostId(host));
    paths.add(Paths.hostUp(host));
    paths.add(Paths.hostReport(host));
    List<Op> looks = new ArrayList<>();
    paths.forEach(path -> looks.add(Op.getData(path.value())));
    session.multi(
        looks,
        (code, zxid, results) -> {
          if (current != life) {
            return;
          }
          if (code != 0 || results.size() != looks.size()) {
            again(current);
            return;
          }
          List<Op> missing = new ArrayList<>();
          for (int i = 0; i < nodes().size(); i++) {
            if (!(results.get(i) instanceof GetDataResult)) {
              missing.add(Changes.create(paths.get(i).value(), new byte[0]));
            }
          }
          int ids = nodes().size();
          if (!(results.get(ids) instanceof GetDataResult)) {
            missing.add(Changes.create(Paths.hostId(host).value(), Stored.bytes(id)));
          }
          int upVersion =
              results.get(ids + 1) instanceof GetDataResult there
                  ? there.getStat().getVersion()
                  : -1;
          boolean told = results.get(ids + 2) instanceof GetDataResult;
          if (missing.isEmpty()) {
            announce(current, upVersion, told);
          } else {
            missing.add(0, fleet.checkIdentity());
            session.multi(
                missing,
                (made, at, outcomes) ->
                    onlyIf(made, missing, outcomes, current, () -> look(current)));
          }
        });
  }

  /** Replaces what an earlier life left behind, in one transaction. */
  private void announce(int current, int leftBehind, boolean told) {
    String path = Paths.hostUp(host).value();
    List<Op> ops = new ArrayList<>();
    ops.add(fleet.checkIdentity());
    if (leftBehind >= 0) {
      ops.add(Op.delete(path, leftBehind));
    }
    Presence.Card card = new Presence.Card(id, Map.of("place", "bench", "described", "simulated"));
    ops.add(Changes.createEphemeral(path, Stored.bytes(card)));
    session.multi(
        ops,
        (code, zxid, results) -> onlyIf(code, ops, results, current, () -> report(current, told)));
  }

  private void report(int current, boolean told) {
    byte[] labels = Stored.bytes(SimulatedMachine.LABELS);
    byte[] report = Stored.bytes(SimulatedMachine.report(host));
    String labelsPath = Paths.hostLabels(host).value();
    String reportPath = Paths.hostReport(host).value();
    List<Op> ops =
        told
            ? List.of(fleet.checkIdentity(), Op.setData(reportPath, report, -1))
            : List.of(
                fleet.checkIdentity(),
                Changes.create(labelsPath, labels),
                Changes.create(reportPath, report));
    session.multi(
        ops,
        (code, zxid, results) ->
            onlyIf(
                code,
                ops,
                results,
                current,
                () -> {
                  isUp = true;
                  fleet.tally().tellsAt(zxid);
                  up.run();
                }));
  }

  private void onlyIf(int code, List<Op> ops, List<OpResult> results, int current, Runnable then) {
    if (current != life) {
      return;
    }
    if (code == 0) {
      then.run();
    } else {
      fleet.rejected(code, ops, results);
      again(current);
    }
  }

  private void again(int current) {
    fleet
        .loop()
        .after(
            RETRY,
            () -> {
              if (current == life) {
                look(current);
              }
            });
  }
}
