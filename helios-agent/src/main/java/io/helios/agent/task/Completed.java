package io.helios.agent.task;

import io.helios.agent.runtime.ContainerId;
import io.helios.agent.runtime.RuntimeFailure.Kind;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a history becomes when a step has ended without failure. */
record Completed(History before, Outcome outcome, Instant now) implements Step.Cases<History> {

  @Override
  public History findImage(Step.FindImage step) {
    if (outcome instanceof Outcome.Absent) {
      return before.withImage(ImageKnown.ABSENT);
    }
    return step.policy() == ImagePolicy.FRESH
        ? before.withImage(ImageKnown.PRESENT)
        : before.withoutImageTrouble(ImageKnown.READY);
  }

  @Override
  public History pull(Step.Pull step) {
    return before.withoutImageTrouble(ImageKnown.READY);
  }

  @Override
  public History create(Step.Create step) {
    if (outcome instanceof Outcome.Absent) {
      return before.withImage(ImageKnown.ABSENT);
    }
    return with(ImageKnown.READY, Math.max(before.attempt(), step.attempt()), null, afterMaking());
  }

  @Override
  public History start(Step.Start step) {
    return with(before.image(), before.attempt(), null, null);
  }

  @Override
  public History probe(Step.Probe step) {
    if (!(outcome instanceof Outcome.Probed probed)) {
      return before;
    }
    Health health = before.health();
    return before.withHealth(
        probed.passed()
            ? health.passed(step.container().id(), step.check(), probed.slow(), now)
            : health.failed(step.container(), step.check(), probed.reason(), probed.slow(), now));
  }

  @Override
  public History register(Step.Register step) {
    return before; // See Discovery.
  }

  @Override
  public History withdraw(Step.Withdraw step) {
    return before;
  }

  @Override
  public History stop(Step.Stop step) {
    return before.withTroubles(before.starting(), null);
  }

  @Override
  public History remove(Step.Remove step) {
    return new History(
        before.generation(),
        before.attempt(),
        before.image(),
        step.id().equals(before.spoiled()) ? null : before.spoiled(),
        before.starting(),
        null,
        before.runs(),
        before.health());
  }

  @Override
  public History forget(Step.Forget step) {
    return before.withTroubles(before.starting(), null);
  }

  @Override
  public History cancel(Step.Cancel step) {
    return before;
  }

  @Override
  public History await(Step.Wait step) {
    return before;
  }

  /** What stood in the way of making it no longer does. */
  private @Nullable Trouble afterMaking() {
    Trouble trouble = before.starting();
    return trouble != null && (trouble.isAboutTheImage() || trouble.kind() == Kind.PORT_HELD)
        ? null
        : trouble;
  }

  private History with(
      ImageKnown image, int attempt, @Nullable ContainerId spoiled, @Nullable Trouble starting) {
    return new History(
        before.generation(),
        attempt,
        image,
        spoiled,
        starting,
        before.ending(),
        before.runs(),
        before.health());
  }
}
