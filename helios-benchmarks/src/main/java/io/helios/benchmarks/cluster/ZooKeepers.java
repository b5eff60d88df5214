package io.helios.benchmarks.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.helios.systemtests.fixtures.Checkout;
import io.helios.systemtests.fixtures.Program;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** ZooKeeper's own server, one or an ensemble of three, each in a process of its own. */
public final class ZooKeepers implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Duration GLANCE = Duration.ofMillis(50);
  private static final int SOCKET_MILLIS = 2_000;

  private final List<Server> servers = new ArrayList<>();

  private static final class Server {
    private final Path directory;
    private final String heap;
    private final int port = Checkout.freePort();
    private final int quorumPort = Checkout.freePort();
    private final int electionPort = Checkout.freePort();
    private @Nullable Program program;

    Server(Path directory, String heap) {
      this.directory = directory;
      this.heap = heap;
    }

    Program program() {
      return Objects.requireNonNull(program, "not started yet");
    }
  }

  /**
   * Starts them; returns when they serve.
   *
   * @param count 1 or 3
   * @param heap of each, as {@code -Xmx} takes it
   */
  public static ZooKeepers start(Path directory, int count, String heap)
      throws IOException, InterruptedException {
    ZooKeepers all = new ZooKeepers();
    for (int i = 0; i < count; i++) {
      all.servers.add(new Server(directory.resolve("zookeeper-" + (i + 1)), heap));
    }
    try {
      for (int i = 0; i < count; i++) {
        all.configure(i);
        all.launch(i);
      }
      all.awaitServing(count);
    } catch (IOException | InterruptedException | RuntimeException e) {
      all.close();
      throw e;
    }
    return all;
  }

  private void configure(int index) throws IOException {
    Server server = servers.get(index);
    Files.createDirectories(server.directory.resolve("data"));
    StringJoiner lines = new StringJoiner("\n", "", "\n");
    lines.add("tickTime=2000").add("initLimit=10").add("syncLimit=5");
    lines.add("dataDir=" + server.directory.resolve("data"));
    lines.add("clientPort=" + server.port).add("clientPortAddress=127.0.0.1");
    lines.add("clientPortListenBacklog=4096").add("maxClientCnxns=0");
    lines.add("admin.enableServer=false").add("4lw.commands.whitelist=srvr,mntr,ruok");
    lines.add("forceSync=yes");
    if (servers.size() > 1) {
      for (int i = 0; i < servers.size(); i++) {
        Server other = servers.get(i);
        lines.add(
            "server.%d=127.0.0.1:%d:%d".formatted(i + 1, other.quorumPort, other.electionPort));
      }
      Files.writeString(server.directory.resolve("data/myid"), Integer.toString(index + 1));
    }
    Files.writeString(server.directory.resolve("zoo.cfg"), lines.toString());
  }

  private void launch(int index) {
    Server server = servers.get(index);
    server.program =
        Program.start(
            server.directory.resolve("zookeeper.log"),
            Map.of(),
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + server.heap,
                "-XX:+UseSerialGC",
                "-Dlogback.configurationFile="
                    + Checkout.root()
                        .resolve("helios-system-tests/src/test/resources/logback-test.xml"),
                "-cp",
                Checkout.lib() + "/*",
                "org.apache.zookeeper.server.quorum.QuorumPeerMain",
                server.directory.resolve("zoo.cfg").toString()));
  }

  private void awaitServing(int count) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (serving() < count) {
      for (Server server : servers) {
        if (!server.program().isAlive()) {
          throw new IOException("ZooKeeper has ended:\n" + server.program().output());
        }
      }
      if (System.nanoTime() > deadline) {
        throw new IOException("ZooKeeper does not serve after " + LIMIT);
      }
      Pause.of(GLANCE);
    }
  }

  private int serving() {
    int serving = 0;
    for (Server server : servers) {
      serving += counters(server, "srvr").containsKey("Mode") ? 1 : 0;
    }
    return serving;
  }

  /** For {@code --zk}. */
  public String connect() {
    StringJoiner all = new StringJoiner(",");
    servers.forEach(server -> all.add("127.0.0.1:" + server.port));
    return all.toString();
  }

  public List<InetSocketAddress> addresses() {
    return servers.stream()
        .map(server -> new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port))
        .toList();
  }

  public List<Long> pids() {
    return servers.stream().map(server -> server.program().pid()).toList();
  }

  /**
   * Number of write requests that were processed, failed transactions and beginning and ending
   * sessions included: the counter in ZooKeeper's own transaction ids.
   */
  public long writes() throws IOException {
    for (Server server : servers) {
      Map<String, String> counters = counters(server, "srvr");
      String mode = counters.getOrDefault("Mode", "");
      if (mode.equals("leader") || mode.equals("standalone")) {
        long zxid = Long.parseLong(counters.getOrDefault("Zxid", "0x0").substring(2), 16);
        return zxid & 0xffffffffL;
      }
    }
    throw new IOException("no ZooKeeper leads");
  }

  /** Index of the one that leads; of one alone 0. */
  public int leader() throws IOException {
    for (int i = 0; i < servers.size(); i++) {
      String mode = counters(servers.get(i), "srvr").getOrDefault("Mode", "");
      if (mode.equals("leader") || mode.equals("standalone")) {
        return i;
      }
    }
    throw new IOException("no ZooKeeper leads");
  }

  /** SIGKILL. */
  public void kill(int index) {
    servers.get(index).program().kill();
  }

  /** Starts a killed one on its data; returns when all serve. */
  public void startAgain(int index) throws IOException, InterruptedException {
    launch(index);
    awaitServing(servers.size());
  }

  private static Map<String, String> counters(Server server, String word) {
    Map<String, String> counters = new LinkedHashMap<>();
    try (var socket = new Socket()) {
      socket.connect(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port), SOCKET_MILLIS);
      socket.setSoTimeout(SOCKET_MILLIS);
      socket.getOutputStream().write(word.getBytes(UTF_8));
      socket.getOutputStream().flush();
      String text = new String(socket.getInputStream().readAllBytes(), UTF_8);
      for (String line : text.lines().toList()) {
        int colon = line.indexOf(':');
        if (colon > 0) {
          counters.put(
              line.substring(0, colon), line.substring(colon + 1).strip().toLowerCase(Locale.ROOT));
        }
      }
    } catch (IOException away) {
      return Map.of();
    }
    return counters;
  }

  @Override
  public void close() {
    for (Server server : servers) {
      Program program = server.program;
      if (program != null) {
        program.close();
      }
    }
  }
}
