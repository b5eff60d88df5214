package io.helios.benchmarks.cluster;

import io.helios.benchmarks.wire.EventLoop;
import io.helios.benchmarks.wire.HttpConnections;
import io.helios.systemtests.fixtures.Checkout;
import io.helios.systemtests.fixtures.Program;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A master in a process of its own, started by its launcher with its default flags. */
public final class BenchMaster implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final Duration ANSWER = Duration.ofSeconds(10);
  private static final Duration GLANCE = Duration.ofMillis(50);

  private final Path directory;
  private final String name;
  private final String zookeeper;
  private final String jvmOptions;
  private final String url = "http://127.0.0.1:" + Checkout.freePort();
  private final HttpConnections admin;
  private Program program;

  private BenchMaster(
      EventLoop loop, Path directory, String name, String zookeeper, String jvmOptions) {
    this.directory = directory;
    this.name = name;
    this.zookeeper = zookeeper;
    this.jvmOptions = jvmOptions;
    this.admin = new HttpConnections(loop, url, 1, 1);
    this.program = launch();
  }

  /**
   * Starts one; returns when it serves.
   *
   * @param jvmOptions besides those of the launcher; empty for none
   */
  public static BenchMaster start(
      EventLoop loop, Path directory, String name, String zookeeper, String jvmOptions)
      throws IOException, InterruptedException {
    BenchMaster master = new BenchMaster(loop, directory, name, zookeeper, jvmOptions);
    try {
      master.awaitReady();
    } catch (IOException | InterruptedException e) {
      master.close();
      throw e;
    }
    return master;
  }

  private Program launch() {
    return Program.start(
        directory.resolve(name + ".log"),
        jvmOptions.isBlank() ? Map.of() : Map.of("HELIOS_MASTER_JVM_OPTS", jvmOptions),
        List.of(
            Checkout.launcher("helios-master").toString(),
            "--name",
            name,
            "--zk",
            zookeeper,
            "--http",
            url,
            "--admin",
            "http://127.0.0.1:" + Checkout.freePort(),
            "--state-dir",
            directory.resolve(name).toString()));
  }

  /** Waits until it answers from a complete view. */
  public void awaitReady() throws IOException, InterruptedException {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (!isReady()) {
      if (!program.isAlive()) {
        throw new IOException(name + " has ended:\n" + program.output());
      }
      if (System.nanoTime() > deadline) {
        throw new IOException(name + " is not ready after " + LIMIT + ":\n" + program.output());
      }
      Pause.of(GLANCE);
    }
  }

  private boolean isReady() throws InterruptedException {
    try {
      return admin.ask("GET", "/hosts/", null, ANSWER).status() == 200;
    } catch (IOException notYet) {
      return false;
    }
  }

  public String name() {
    return name;
  }

  public String url() {
    return url;
  }

  public Program program() {
    return program;
  }

  /** Starts it again after it was killed; returns at once. */
  public void startAgain() {
    program = launch();
  }

  @Override
  public void close() {
    admin.close();
    program.close();
  }
}
