package io.helios.agent.metric;

import io.helios.agent.http.Check;
import io.helios.agent.http.Metric;
import io.helios.agent.http.Metric.Kind;
import io.helios.agent.reconcile.StepWatcher;
import io.helios.agent.runtime.RuntimeFailure;
import io.helios.agent.task.Outcome;
import io.helios.agent.task.Step;
import io.helios.model.task.State;
import io.helios.model.task.TaskReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Counts what the agent does. Told by many threads, asked by whoever monitors. */
public final class AgentMetrics implements StepWatcher {
  private static final String PREFIX = "helios.agent_supervisor.";

  private final LongSupplier nanos;
  private final Map<StepEnd, AtomicLong> steps = new ConcurrentSkipListMap<>();
  private final Map<String, AtomicLong> stepNanos = new ConcurrentSkipListMap<>();
  private final Map<String, Meter> meters = new ConcurrentSkipListMap<>();
  private final EngineRatio engine;

  private record StepEnd(String step, String outcome) implements Comparable<StepEnd> {
    @Override
    public int compareTo(StepEnd other) {
      int first = step.compareTo(other.step);
      return first == 0 ? outcome.compareTo(other.outcome) : first;
    }
  }

  /**
   * Begins at none.
   *
   * @param nanos a clock that is never set, in nanoseconds
   */
  public AgentMetrics(LongSupplier nanos) {
    this.nanos = nanos;
    for (String name :
        List.of(
            "container_started",
            "containers_exited",
            "containers_running",
            "containers_threw_exception",
            "docker_timeout",
            "image_pull_failed",
            "image_pull_successful",
            "supervisor_run",
            "supervisor_stopped")) {
      meter(name);
    }
    this.engine = new EngineRatio(meter("supervisor_run"), meter("containers_threw_exception"));
  }

  @Override
  public void ended(Step step, Outcome outcome, Duration took) {
    String name = step.getClass().getSimpleName().toLowerCase(Locale.ROOT);
    String end = word(outcome);
    steps.computeIfAbsent(new StepEnd(name, end), unknown -> new AtomicLong()).incrementAndGet();
    stepNanos.computeIfAbsent(name, unknown -> new AtomicLong()).addAndGet(took.toNanos());
    boolean done = outcome instanceof Outcome.Done;
    if (step instanceof Step.Pull && !(outcome instanceof Outcome.Cancelled)) {
      meter(done ? "image_pull_successful" : "image_pull_failed").mark();
    }
    if (done && step instanceof Step.Start) {
      meter("container_started").mark();
    }
    if (done && step instanceof Step.Stop) {
      meter("supervisor_stopped").mark();
    }
    if (isOfTheEngine(step) && !(outcome instanceof Outcome.Cancelled)) {
      meter("supervisor_run").mark();
      if (outcome instanceof Outcome.Failed failure && isTrouble(failure.kind())) {
        meter("containers_threw_exception").mark();
        if (failure.kind() == RuntimeFailure.Kind.UNAVAILABLE) {
          meter("docker_timeout").mark();
        }
      }
    }
  }

  /** A task's status has changed. */
  public void told(@Nullable TaskReport before, TaskReport now) {
    if (now.state() == State.RUNNING && (before == null || before.state() != State.RUNNING)) {
      meter("containers_running").mark();
    }
    int exits = restarts(now) - restarts(before);
    for (int i = 0; i < exits && before != null; i++) {
      meter("containers_exited").mark();
    }
  }

  /** How much of what is asked of the engine fails. */
  public Check engine() {
    return engine;
  }

  /** For Prometheus. */
  public List<Metric> numbers() {
    List<Metric> numbers = new ArrayList<>();
    steps.forEach(
        (end, count) ->
            numbers.add(
                new Metric(
                    "helios_agent_steps_total",
                    Kind.COUNTER,
                    "Steps carried out for tasks.",
                    count.get(),
                    Map.of("step", end.step(), "outcome", end.outcome()))));
    stepNanos.forEach(
        (step, sum) ->
            numbers.add(
                new Metric(
                    "helios_agent_step_seconds_total",
                    Kind.COUNTER,
                    "Time spent in steps.",
                    sum.get() / (double) TimeUnit.SECONDS.toNanos(1),
                    Map.of("step", step))));
    numbers.add(
        new Metric(
            "helios_agent_container_exits_total",
            Kind.COUNTER,
            "Containers that ended without being asked to.",
            meter("containers_exited").count()));
    numbers.add(
        new Metric(
            "helios_agent_running_announcements_total",
            Kind.COUNTER,
            "How often a task became RUNNING.",
            meter("containers_running").count()));
    return numbers;
  }

  /** Under the predecessor's names and in its form, without gauges. */
  public Map<String, Object> json() {
    Map<String, Object> counters = new TreeMap<>();
    Map<String, Object> rates = new TreeMap<>();
    meters.forEach(
        (name, meter) -> {
          counters.put(PREFIX + name + "_counter", Map.of("count", meter.count()));
          rates.put(PREFIX + name + "_meter", meter.json());
        });
    return Map.of("counters", counters, "meters", rates);
  }

  private Meter meter(String name) {
    return meters.computeIfAbsent(name, unknown -> new Meter(nanos));
  }

  private static int restarts(@Nullable TaskReport report) {
    Integer restarts = report == null ? null : report.restarts();
    return restarts == null ? 0 : restarts;
  }

  private static String word(Outcome outcome) {
    if (outcome instanceof Outcome.Probed probed) {
      return probed.passed() ? "done" : "unhealthy";
    }
    return outcome.getClass().getSimpleName().toLowerCase(Locale.ROOT);
  }

  private static boolean isOfTheEngine(Step step) {
    return !(step instanceof Step.Probe
        || step instanceof Step.Register
        || step instanceof Step.Withdraw
        || step instanceof Step.Forget);
  }

  /** Not what a job or a registry is to blame for. */
  private static boolean isTrouble(RuntimeFailure.Kind kind) {
    return kind == RuntimeFailure.Kind.UNAVAILABLE || kind == RuntimeFailure.Kind.BROKEN;
  }
}
