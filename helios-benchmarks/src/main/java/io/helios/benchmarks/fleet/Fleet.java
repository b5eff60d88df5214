package io.helios.benchmarks.fleet;

import io.helios.model.host.HostName;
import io.helios.model.job.JobId;
import io.helios.model.task.State;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Hosts with their agents, whatever those are made of; may be asked by any thread. */
public interface Fleet extends AutoCloseable {

  /** How a fleet is named in options and output. */
  enum Kind {
    /** Light agents, thousands on one thread. */
    FLEET,
    /** The agent's real code, each with an engine that is simulated. */
    AGENTS;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Gets told what the agents do, on the thread of the load generator's loop. */
  interface Listener {
    /** The agent has read that the job is to run, and begins. */
    default void begins(int host, JobId job) {}

    /** The status RUNNING was written by the transaction of that zxid. */
    void runs(int host, JobId job, long zxid);

    /** The last step of an undeploy was written by the transaction of that zxid. */
    default void isGone(int host, JobId job, long zxid) {}
  }

  /** Name of the host of that number. */
  static HostName name(int index) {
    return new HostName(String.format(Locale.ROOT, "host-%05d", index));
  }

  int size();

  /** How many sessions with ZooKeeper the agents have. */
  int sessions();

  /** How many have registered and begun to tell statuses. */
  long up() throws InterruptedException;

  /** Waits until all are up. */
  default void awaitUp(Duration limit) throws TimeoutException, InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    while (up() < size()) {
      if (System.nanoTime() > deadline) {
        throw new TimeoutException(
            "%d of %d agents are up; rejected: %s; %s"
                .formatted(up(), size(), counted().rejections(), counted().failures()));
      }
      if (new CountDownLatch(1).await(10, TimeUnit.MILLISECONDS)) {
        throw new IllegalStateException("nobody counts it down");
      }
    }
  }

  /** All agents are killed: their sessions live on at the server until they time out. */
  void kill() throws InterruptedException;

  /** All come back at once, beside their containers. */
  void startAgain() throws InterruptedException;

  /** What they have done. */
  Counted counted();

  @Override
  void close();

  /** What agents have done, counted; may be asked by any thread. */
  interface Counted {
    /** How many tasks are in each state; states that none is in are left out. */
    Map<State, Long> tasksByState();

    /** Calls of the simulated engines that make, start, stop or remove something. */
    long steps();

    /** zxid of the last transaction with which an agent told something. */
    long lastTold();

    /** Transactions that did not happen, by ZooKeeper's reason and what it was about. */
    Map<String, Long> rejections();

    /** What must not happen to an agent. */
    List<String> failures();
  }
}
