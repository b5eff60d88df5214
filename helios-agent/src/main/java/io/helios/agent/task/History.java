package io.helios.agent.task;

import io.helios.agent.runtime.ContainerId;
import io.helios.agent.runtime.Observed;
import io.helios.agent.runtime.RuntimeFailure;
import io.helios.model.job.HealthCheck;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What has happened to a task, as far as it bears on what to do next. Steps report here how they
 * ended; nothing else decides when something is tried again.
 *
 * @param generation that this is about; another one starts afresh
 * @param attempt of the last container that was made
 * @param image what is known of the image for this generation
 * @param spoiled a made container that would not start and has to go; null if none
 * @param starting failures on the way to a running container
 * @param ending failures on the way to none
 */
public record History(
    long generation,
    int attempt,
    ImageKnown image,
    @Nullable ContainerId spoiled,
    @Nullable Trouble starting,
    @Nullable Trouble ending,
    Runs runs,
    Health health) {
  public static final History NONE =
      new History(-1, 0, ImageKnown.UNKNOWN, null, null, null, Runs.NONE, Health.UNKNOWN);

  /** What an agent knows after a restart of its own; no setbacks is null. */
  public static History remembered(
      long generation,
      boolean imageReady,
      int restarts,
      @Nullable Setbacks setbacks,
      Health health) {
    Runs runs =
        setbacks == null
            ? new Runs(List.of(), 0, restarts, null, null, Instant.EPOCH)
            : setbacks.runs(restarts);
    Trouble starting = setbacks == null ? null : setbacks.starting();
    ImageKnown image = imageReady ? ImageKnown.READY : ImageKnown.UNKNOWN;
    return new History(generation, 0, image, null, starting, null, runs, health);
  }

  /** When the next step towards a running container may be taken. */
  public Instant startNotBefore() {
    return starting == null || runs.notBefore().isAfter(starting.notBefore())
        ? runs.notBefore()
        : starting.notBefore();
  }

  /** When the next step towards none may be taken. */
  public Instant endNotBefore() {
    return ending == null ? Instant.EPOCH : ending.notBefore();
  }

  /** Takes note of what can be seen: a new demand, a container that runs, one that has ended. */
  public History seeing(@Nullable Demand demand, List<Observed> containers, Instant now) {
    if (demand == null) {
      return this;
    }
    History timely = timely(now);
    History seen =
        timely.generation == demand.generation() ? timely : timely.afresh(demand, containers);
    History checked = seen.withHealth(seen.healthSeeing(demand, containers, now));
    return checked.withRuns(
        new RunsSeen(demand, containers, checked.health, now).after(checked.runs));
  }

  /** Takes note of how a step ended. */
  public History after(Step step, Outcome outcome, Instant now) {
    if (outcome instanceof Outcome.Failed failure) {
      return failed(step, failure, now);
    }
    if (outcome instanceof Outcome.Cancelled) {
      return this;
    }
    return step.on(new Completed(this, outcome, now));
  }

  private History failed(Step step, Outcome.Failed failure, Instant now) {
    if (step instanceof Step.Probe probe) {
      return withHealth(unprobed(probe, failure, now));
    }
    if (step instanceof Step.Register || step instanceof Step.Withdraw) {
      return this; // It says nothing of containers; see Discovery.
    }
    if (step instanceof Step.Stop || step instanceof Step.Remove || step instanceof Step.Forget) {
      return withTroubles(starting, Trouble.after(ending, failure, now));
    }
    if (step instanceof Step.Pull && localImageServes(failure.kind())) {
      return withoutImageTrouble(ImageKnown.READY);
    }
    boolean wontStart =
        step instanceof Step.Start && failure.kind() != RuntimeFailure.Kind.UNAVAILABLE;
    return new History(
        generation,
        attempt,
        imageAfter(step, failure.kind()),
        wontStart ? ((Step.Start) step).id() : spoiled,
        Trouble.after(starting, failure, now),
        ending,
        runs,
        health);
  }

  /** The registry had nothing to give, and what is here was found before it was asked. */
  private boolean localImageServes(RuntimeFailure.Kind kind) {
    return image == ImageKnown.PRESENT
        && (kind == RuntimeFailure.Kind.IMAGE_MISSING
            || kind == RuntimeFailure.Kind.IMAGE_PULL_FAILED);
  }

  /** After trouble it is looked for again: somebody may have put it here, or taken it away. */
  private ImageKnown imageAfter(Step step, RuntimeFailure.Kind kind) {
    boolean gone = kind == RuntimeFailure.Kind.IMAGE_MISSING;
    return gone || step instanceof Step.Pull ? ImageKnown.UNKNOWN : image;
  }

  private Health unprobed(Step.Probe probe, Outcome.Failed failure, Instant now) {
    return failure.kind() == RuntimeFailure.Kind.UNAVAILABLE
        ? health.unanswered(probe.container().id(), probe.check(), failure.message(), now)
        : health.failed(probe.container(), probe.check(), failure.message(), false, now);
  }

  /** A wait that ends later than was ever asked for began before the clock was set back. */
  private History timely(Instant now) {
    Trouble timelyStarting = starting == null ? null : starting.timely(now);
    Trouble timelyEnding = ending == null ? null : ending.timely(now);
    return withTroubles(timelyStarting, timelyEnding).withRuns(runs.timely(now));
  }

  /** A new generation is tried at once, whatever became of the old one. */
  private History afresh(Demand demand, List<Observed> containers) {
    List<Observed> own =
        containers.stream().filter(c -> c.task().generation() >= demand.generation()).toList();
    int made =
        own.stream()
            .filter(c -> c.task().generation() == demand.generation())
            .mapToInt(c -> c.task().attempt())
            .max()
            .orElse(0);
    return new History(
        demand.generation(),
        made,
        own.isEmpty() ? ImageKnown.UNKNOWN : ImageKnown.READY,
        null,
        null,
        null,
        Runs.NONE,
        health);
  }

  /** Where the engine itself checks, looking is all there is to do. */
  private Health healthSeeing(Demand demand, List<Observed> containers, Instant now) {
    HealthCheck check = demand.job().healthCheck();
    if (check == null) {
      return health;
    }
    if (!(check instanceof HealthCheck.Docker)) {
      return health.timely(check, now);
    }
    return Situation.current(demand, containers)
        .map(running -> health.told(running, check, now))
        .orElse(health);
  }

  /** Whether the image was made sure of for this generation. */
  public boolean imageReady() {
    return image == ImageKnown.READY;
  }

  History withoutImageTrouble(ImageKnown known) {
    boolean about = starting != null && starting.isAboutTheImage();
    return withTroubles(about ? null : starting, ending).withImage(known);
  }

  History withImage(ImageKnown known) {
    return new History(generation, attempt, known, spoiled, starting, ending, runs, health);
  }

  History withRuns(Runs newRuns) {
    return new History(generation, attempt, image, spoiled, starting, ending, newRuns, health);
  }

  History withHealth(Health newHealth) {
    return new History(generation, attempt, image, spoiled, starting, ending, runs, newHealth);
  }

  History withTroubles(@Nullable Trouble newStarting, @Nullable Trouble newEnding) {
    return new History(generation, attempt, image, spoiled, newStarting, newEnding, runs, health);
  }
}
