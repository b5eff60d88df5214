package io.helios.agent.reconcile;

import io.helios.agent.health.HealthProbe;
import io.helios.agent.registration.RegistrarFailure;
import io.helios.agent.registration.Registrations;
import io.helios.agent.runtime.ContainerId;
import io.helios.agent.runtime.ContainerRuntime;
import io.helios.agent.runtime.ContainerSpec;
import io.helios.agent.runtime.RuntimeFailure;
import io.helios.agent.runtime.RuntimeFailure.Kind;
import io.helios.agent.status.Forgetting;
import io.helios.agent.task.ImagePolicy;
import io.helios.agent.task.Outcome;
import io.helios.agent.task.Step;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries one step out, on the caller's thread. Blocks as long as the engine does. */
final class StepRunner {
  private static final Logger log = LoggerFactory.getLogger(StepRunner.class);
  private static final Outcome DONE = new Outcome.Done();

  /** A probe that takes longer is kept away from the others next time. */
  private static final Duration SLOW = Duration.ofSeconds(1);

  private final ContainerRuntime runtime;
  private final EngineLooks looks;
  private final HealthProbe probe;
  private final ContainerSpecs specs;
  private final PortGate gate;
  private final Forgetting forgetting;
  private final Registrations registrations;
  private final StepWatcher watcher;

  StepRunner(
      ContainerRuntime runtime,
      EngineLooks looks,
      HealthProbe probe,
      ContainerSpecs specs,
      PortGate gate,
      Forgetting forgetting,
      Registrations registrations,
      StepWatcher watcher) {
    this.runtime = runtime;
    this.looks = looks;
    this.probe = probe;
    this.specs = specs;
    this.gate = gate;
    this.forgetting = forgetting;
    this.registrations = registrations;
    this.watcher = watcher;
  }

  StepResult run(Step step) {
    long began = System.nanoTime();
    StepResult result = carryOut(step);
    watcher.ended(step, result.outcome(), Duration.ofNanos(System.nanoTime() - began));
    return result;
  }

  private StepResult carryOut(Step step) {
    try {
      return step.on(new Effects()).run();
    } catch (RuntimeFailure e) {
      log.debug("Step failed: {}", step.getClass().getSimpleName(), e);
      return StepResult.of(new Outcome.Failed(e.kind(), String.valueOf(e.getMessage()), e.port()));
    } catch (RegistrarFailure e) {
      log.debug("Step failed: {}", step.getClass().getSimpleName(), e);
      return StepResult.of(new Outcome.Failed(Kind.BROKEN, String.valueOf(e.getMessage())));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return StepResult.of(new Outcome.Cancelled());
    } catch (RuntimeException | Error e) {
      // Errors too: a step that never ends would hold its task up for ever.
      log.error("Step failed unexpectedly: {}", step.getClass().getSimpleName(), e);
      return StepResult.of(new Outcome.Failed(Kind.BROKEN, "internal error: " + e));
    }
  }

  private interface Effect {
    StepResult run() throws RuntimeFailure, RegistrarFailure, InterruptedException;
  }

  private final class Effects implements Step.Cases<Effect> {
    @Override
    public Effect findImage(Step.FindImage step) {
      return () -> {
        if (step.image().isEmpty()) {
          throw new RuntimeFailure(Kind.REFUSED, "the job names no image", null);
        }
        if (runtime.hasImage(step.image())) {
          return StepResult.of(DONE);
        }
        if (step.policy() == ImagePolicy.NEVER) {
          throw new RuntimeFailure(
              Kind.IMAGE_MISSING,
              "the image "
                  + step.image()
                  + " is not on this host, and the job has it never fetched",
              null);
        }
        return StepResult.of(new Outcome.Absent());
      };
    }

    @Override
    public Effect pull(Step.Pull step) {
      return () -> {
        runtime.pull(step.image(), step.credentials());
        return StepResult.of(DONE);
      };
    }

    @Override
    public Effect create(Step.Create step) {
      return () -> {
        gate.check(step);
        // What it is like now needs no asking, and a look that began later knows better.
        long tick = looks.tick();
        ContainerSpec spec = specs.spec(step);
        try {
          ContainerId id = runtime.create(spec);
          return new StepResult(DONE, new Look(tick, id, spec.asCreated(id)));
        } catch (RuntimeFailure e) {
          if (step.unseen() && e.kind() == Kind.IMAGE_MISSING) {
            return StepResult.of(new Outcome.Absent());
          }
          throw e;
        }
      };
    }

    @Override
    public Effect start(Step.Start step) {
      return () -> {
        return new StepResult(DONE, looks.after(step.id(), () -> runtime.start(step.id())));
      };
    }

    @Override
    public Effect probe(Step.Probe step) {
      return () -> {
        long begin = System.nanoTime();
        HealthProbe.Result result = probe.probe(step.check(), step.container());
        boolean slow = System.nanoTime() - begin > SLOW.toNanos();
        Outcome outcome = new Outcome.Probed(result.passed(), result.reason(), slow);
        // As ever; the engine tells by itself when a container ends.
        return result.passed() && step.routine()
            ? StepResult.of(outcome)
            : new StepResult(outcome, looks.at(step.container().id()));
      };
    }

    @Override
    public Effect register(Step.Register step) {
      return () -> {
        registrations.register(step.job(), step.container());
        return StepResult.of(DONE);
      };
    }

    @Override
    public Effect withdraw(Step.Withdraw step) {
      return () -> {
        registrations.withdraw(step.id());
        return StepResult.of(DONE);
      };
    }

    @Override
    public Effect stop(Step.Stop step) {
      return () -> {
        return new StepResult(
            DONE, looks.after(step.id(), () -> runtime.stop(step.id(), step.grace())));
      };
    }

    @Override
    public Effect remove(Step.Remove step) {
      return () -> {
        runtime.remove(step.id());
        // It is gone for good: a look would find nothing.
        return new StepResult(DONE, new Look(looks.tick(), step.id(), null));
      };
    }

    @Override
    public Effect forget(Step.Forget step) {
      return () -> {
        forgetting.forget(step);
        return StepResult.of(DONE);
      };
    }

    @Override
    public Effect cancel(Step.Cancel step) {
      return () -> StepResult.of(DONE);
    }

    @Override
    public Effect await(Step.Wait step) {
      return () -> StepResult.of(DONE);
    }
  }
}
