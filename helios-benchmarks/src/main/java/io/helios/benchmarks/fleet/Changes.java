package io.helios.benchmarks.fleet;

import io.helios.coordination.layout.Paths;
import io.helios.model.host.HostName;
import java.util.List;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.ZooDefs.Ids;

/** The writes of an agent, in ZooKeeper's words. */
final class Changes {
  private Changes() {}

  static Op create(String path, byte[] data) {
    return Op.create(path, data, Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
  }

  static Op createEphemeral(String path, byte[] data) {
    return Op.create(path, data, Ids.OPEN_ACL_UNSAFE, CreateMode.EPHEMERAL);
  }

  static void status(List<Op> ops, HostName host, LightTask task, byte[] data) {
    String path = Paths.taskStatus(host, task.job).value();
    ops.add(task.statusStands ? Op.setData(path, data, -1) : create(path, data));
  }

  /**
   * @param parent whether some host has begun the job's history
   */
  static void history(List<Op> ops, HostName host, LightTask task, boolean parent, byte[] data) {
    ops.add(Op.check(Paths.job(task.job).value(), -1));
    if (!parent) {
      ops.add(create(Paths.jobHistory(task.job).value(), new byte[0]));
    }
    String path = Paths.taskHistory(task.job, host).value();
    ops.add(task.historyStands ? Op.setData(path, data, -1) : create(path, data));
  }
}
