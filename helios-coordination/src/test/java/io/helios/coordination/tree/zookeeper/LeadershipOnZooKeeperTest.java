package io.helios.coordination.tree.zookeeper;

import io.helios.coordination.fixtures.LeadershipContract;
import io.helios.coordination.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import org.apache.curator.test.InstanceSpec;
import org.apache.curator.test.TestingServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

class LeadershipOnZooKeeperTest extends LeadershipContract {
  private final List<ZooKeeperTree> sessions = new ArrayList<>();
  private TestingServer server;

  @BeforeEach
  void startServer() throws Exception {
    server = new TestingServer(InstanceSpec.newInstanceSpec(), true);
  }

  @AfterEach
  void close() throws Exception {
    sessions.forEach(ZooKeeperTree::close);
    server.close();
  }

  @Override
  protected Tree session() throws Exception {
    ZooKeeperTree tree = ZooKeeperTree.connect(ZooKeeperOptions.of(server.getConnectString()));
    sessions.add(tree);
    if (!tree.awaitConnected(SOON)) {
      throw new AssertionError("not connected in time");
    }
    return tree;
  }

  @Override
  protected void expire(Tree session) throws Exception {
    SessionExpiry.expire((ZooKeeperTree) session, server.getConnectString());
  }

  @Override
  protected void reconnect(Tree session) {
    // Its client gets a new session by itself.
  }
}
