package io.helios.benchmarks;

import io.helios.client.HeliosClient;
import io.helios.model.api.JobDeployResponse;
import io.helios.model.api.SetGoalResponse;
import io.helios.model.host.HostName;
import io.helios.model.job.JobId;
import io.helios.model.task.Deployment;
import io.helios.model.task.Goal;
import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A client that deploys its own job on its own host and then changes the goal to and fro, each
 * write once the one before has been answered. Nobody else writes there.
 */
final class Writer {
  private static final long PATIENCE_SECONDS = 90;

  private final HeliosClient client;
  private final HostName host;
  private final JobId job;
  private final Thread thread = new Thread(this::write, "writer");
  private volatile boolean ended;
  private volatile long lastAnswer;
  private volatile long windowNanos;
  private final AtomicInteger acknowledged = new AtomicInteger();
  private final AtomicInteger unknown = new AtomicInteger();
  private volatile Goal last = Goal.START;
  private volatile String error = "";

  Writer(HeliosClient client, HostName host, JobId job) {
    this.client = client;
    this.host = host;
    this.job = job;
    thread.setDaemon(true);
  }

  void start() {
    lastAnswer = System.nanoTime();
    thread.start();
  }

  HostName host() {
    return host;
  }

  JobId job() {
    return job;
  }

  /** Writes that were answered with success, the deployment among them. */
  int acknowledged() {
    return acknowledged.get();
  }

  /** Writes that ended with an error: they may have happened or not. */
  int unknown() {
    return unknown.get();
  }

  /** The goal that was acknowledged last. */
  Goal last() {
    return last;
  }

  /** The last error; empty if there was none. */
  String error() {
    return error;
  }

  /** The longest time without an acknowledged write since {@link #forgetWindow}. */
  double windowMillis() {
    return Math.max(windowNanos, System.nanoTime() - lastAnswer) / 1e6;
  }

  void forgetWindow() {
    windowNanos = 0;
  }

  /** What is on its way is still waited for. */
  void end() {
    ended = true;
    try {
      thread.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    client.close();
  }

  private void write() {
    Goal goal = Goal.START;
    boolean deployed = false;
    while (!ended) {
      try {
        if (deployed) {
          goal = last == Goal.START ? Goal.STOP : Goal.START;
          requireOk(setGoal(goal));
        } else {
          requireOk(deploy());
          deployed = true;
        }
        last = goal;
        answered();
      } catch (ExecutionException | TimeoutException | IOException e) {
        error = String.valueOf(e.getMessage());
        unknown.incrementAndGet();
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private void answered() {
    long now = System.nanoTime();
    windowNanos = Math.max(windowNanos, now - lastAnswer);
    lastAnswer = now;
    acknowledged.incrementAndGet();
  }

  private boolean deploy() throws ExecutionException, TimeoutException, InterruptedException {
    return client
            .deploy(Deployment.of(job, Goal.START), host.value())
            .get(PATIENCE_SECONDS, TimeUnit.SECONDS)
            .status()
        == JobDeployResponse.Status.OK;
  }

  private boolean setGoal(Goal goal)
      throws ExecutionException, TimeoutException, InterruptedException {
    return client
            .setGoal(Deployment.of(job, goal), host.value())
            .get(PATIENCE_SECONDS, TimeUnit.SECONDS)
            .status()
        == SetGoalResponse.Status.OK;
  }

  private static void requireOk(boolean ok) throws IOException {
    if (!ok) {
      throw new IOException("refused");
    }
  }
}
