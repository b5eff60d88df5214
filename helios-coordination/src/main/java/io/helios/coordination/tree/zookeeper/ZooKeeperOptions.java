package io.helios.coordination.tree.zookeeper;

import io.helios.coordination.tree.TreePath;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * How to reach ZooKeeper.
 *
 * @param connect {@code host:port,host:port/chroot}; the chroot may be left out and is created
 * @param sessionTimeout after which ephemeral nodes of a silent process go; the server bounds it
 * @param callTimeout how long a blocking call waits for its answer
 */
public record ZooKeeperOptions(String connect, Duration sessionTimeout, Duration callTimeout) {
  private static final Pattern SERVER =
      Pattern.compile("([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.%]+])(:([0-9]{1,5}))?");

  /**
   * Checks the form.
   *
   * @throws IllegalArgumentException with a message for the user
   */
  public ZooKeeperOptions {
    for (String server : serversOf(connect).split(",", -1)) {
      var parts = SERVER.matcher(server);
      if (!parts.matches()
          || (parts.group(3) != null
              && (Integer.parseInt(parts.group(3)) > 65535
                  || Integer.parseInt(parts.group(3)) == 0))) {
        throw new IllegalArgumentException(
            "ZooKeeper's address '"
                + connect
                + "' is not of the form host:port[,host:port...][/path]");
      }
    }
    chrootOf(connect);
    if (sessionTimeout.isNegative() || sessionTimeout.isZero()) {
      throw new IllegalArgumentException("the session timeout must be positive");
    }
  }

  /** With a session timeout of 15 s and calls of at most 10 s. */
  public static ZooKeeperOptions of(String connect) {
    return new ZooKeeperOptions(connect, Duration.ofSeconds(15), Duration.ofSeconds(10));
  }

  public ZooKeeperOptions withSessionTimeout(Duration timeout) {
    return new ZooKeeperOptions(connect, timeout, callTimeout);
  }

  public ZooKeeperOptions withCallTimeout(Duration timeout) {
    return new ZooKeeperOptions(connect, sessionTimeout, timeout);
  }

  String servers() {
    return serversOf(connect);
  }

  TreePath chroot() {
    return chrootOf(connect);
  }

  private static String serversOf(String connect) {
    int slash = connect.indexOf('/');
    return slash < 0 ? connect : connect.substring(0, slash);
  }

  private static TreePath chrootOf(String connect) {
    int slash = connect.indexOf('/');
    return slash < 0 ? TreePath.ROOT : TreePath.of(connect.substring(slash));
  }
}
