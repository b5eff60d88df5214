package io.helios.coordination.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.zookeeper.server.DatadirCleanupManager;
import org.apache.zookeeper.server.NIOServerCnxnFactory;
import org.apache.zookeeper.server.ServerCnxnFactory;
import org.apache.zookeeper.server.ZooKeeperServer;
import org.apache.zookeeper.server.persistence.FileTxnLog;
import org.apache.zookeeper.server.persistence.FileTxnSnapLog;

/**
 * One ZooKeeper server that only this machine can reach. Built by hand rather than with ZooKeeper's
 * own main class: so there is no admin server and nothing ends the process. Of the four-letter
 * words it answers just {@code srvr}, which cannot be turned off.
 *
 * <p>What was acknowledged is on disk, so that it may be killed at any moment.
 */
public final class EmbeddedZooKeeper implements AutoCloseable {
  private static final int TICK_MILLIS = 2_000;
  private static final int NO_LIMIT = 0;

  /** Logs grow by this; ZooKeeper's own 64 MB for each would be much for a laptop. */
  private static final long LOG_GROWTH_BYTES = 4 << 20;

  private static final int KEPT_SNAPSHOTS = 3;
  private static final int HOURS_BETWEEN_PURGES = 1;

  private final FileTxnSnapLog files;
  private final ZooKeeperServer server;
  private final ServerCnxnFactory connections;
  private final DatadirCleanupManager cleanup;

  private EmbeddedZooKeeper(
      FileTxnSnapLog files,
      ZooKeeperServer server,
      ServerCnxnFactory connections,
      DatadirCleanupManager cleanup) {
    this.files = files;
    this.server = server;
    this.connections = connections;
    this.cleanup = cleanup;
  }

  /**
   * Starts on 127.0.0.1 with the data that is there; returns when it serves.
   *
   * @param directory of its data, made where it is missing; for one server at a time
   * @param port 0 for any free one
   * @throws BindException when the port is taken
   * @throws IOException when the data cannot be read or written
   */
  public static EmbeddedZooKeeper start(Path directory, int port)
      throws IOException, InterruptedException {
    ServerCnxnFactory connections = bind(port);
    try {
      Files.createDirectories(directory);
      FileTxnLog.setPreallocSize(LOG_GROWTH_BYTES);
      FileTxnSnapLog files = new FileTxnSnapLog(directory.toFile(), directory.toFile());
      ZooKeeperServer server = new ZooKeeperServer(files, TICK_MILLIS, "");
      connections.startup(server);
      // Every start writes a snapshot: without purging, restarts alone would fill the disk.
      DatadirCleanupManager cleanup =
          new DatadirCleanupManager(
              directory.toFile(), directory.toFile(), KEPT_SNAPSHOTS, HOURS_BETWEEN_PURGES);
      cleanup.start();
      return new EmbeddedZooKeeper(files, server, connections, cleanup);
    } catch (IOException | RuntimeException e) {
      connections.shutdown();
      throw new IOException(
          "cannot start ZooKeeper on its data in " + directory + ": " + e.getMessage(), e);
    }
  }

  private static ServerCnxnFactory bind(int port) throws IOException {
    NIOServerCnxnFactory connections = new NIOServerCnxnFactory();
    InetAddress loopback = InetAddress.getByAddress("localhost", new byte[] {127, 0, 0, 1});
    try {
      connections.configure(new InetSocketAddress(loopback, port), NO_LIMIT);
      return connections;
    } catch (BindException e) {
      BindException clear =
          new BindException("the port %d of 127.0.0.1, for ZooKeeper, is taken".formatted(port));
      clear.initCause(e);
      throw clear;
    }
  }

  /** The port it listens on. */
  public int port() {
    return connections.getLocalPort();
  }

  /** For {@code ZooKeeperOptions}. */
  public String connect() {
    return "127.0.0.1:" + port();
  }

  /** Whether it serves; no longer once closed, or when its disk failed. */
  public boolean isServing() {
    return server.isRunning();
  }

  /** Ends it; what was written stays. */
  @Override
  public void close() {
    cleanup.shutdown();
    connections.shutdown();
    server.shutdown(true);
    try {
      files.close();
    } catch (IOException e) {
      // Everything acknowledged was synced before; the next start reads it.
      throw new UncheckedIOException("cannot close ZooKeeper's log", e);
    }
  }
}
