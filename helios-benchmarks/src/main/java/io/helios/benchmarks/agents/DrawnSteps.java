package io.helios.benchmarks.agents;

import io.helios.agent.runtime.ContainerSpec;
import io.helios.benchmarks.fleet.Fleet;
import io.helios.benchmarks.fleet.StartTimes;
import io.helios.benchmarks.fleet.StartTimes.Call;
import io.helios.benchmarks.fleet.Tally;
import io.helios.model.job.JobId;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.Executor;

/** Counts the steps that one host's engine is asked for, and draws how long they take. */
final class DrawnSteps implements TimedRuntime.Steps {
  private final int index;
  private final AgentFleet.Options options;
  private final StartTimes times;
  private final Tally tally;
  private final Executor loop;
  private final Fleet.Listener listener;

  /** Is safe for use by any thread. */
  private final Random random;

  DrawnSteps(
      int index,
      AgentFleet.Options options,
      StartTimes times,
      Tally tally,
      Executor loop,
      Fleet.Listener listener) {
    this.index = index;
    this.options = options;
    this.times = times;
    this.tally = tally;
    this.loop = loop;
    this.listener = listener;
    this.random = new Random(options.seed() * AgentFleet.MOST + index);
  }

  @Override
  public Duration take(Call call) {
    tally.stepped();
    return Duration.ofNanos((long) (times.draw(call, random).toNanos() / options.speed()));
  }

  @Override
  public void creates(ContainerSpec spec) {
    JobId job = spec.job().id();
    loop.execute(() -> listener.begins(index, job));
  }

  @Override
  public void pulls() {
    tally.stepped();
  }
}
