package io.helios.agent.task;

import io.helios.agent.runtime.ContainerId;
import io.helios.agent.runtime.Observed;
import io.helios.model.job.HealthCheck;
import io.helios.model.job.Job;
import io.helios.model.job.PortMapping;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One thing to do for a task. Doing it twice equals doing it once. */
public sealed interface Step {
  <R> R on(Cases<R> cases);

  /** Looks whether the image is on this host. */
  record FindImage(String image, ImagePolicy policy) implements Step {
    @Override
    public <R> R on(Cases<R> cases) {
      return cases.findImage(this);
    }
  }

  /**
   * Fetches the image from its registry.
   *
   * @param credentials name of the registry credentials that the job asks for; null if none
   */
  record Pull(String image, @Nullable String credentials) implements Step {
    @Override
    public <R> R on(Cases<R> cases) {
      return cases.pull(this);
    }
  }

  /**
   * Makes the container of that attempt.
   *
   * @param unseen whether its image was not looked for: then it is no failure that it is not here
   */
  record Create(
      Job job, long generation, int attempt, Map<String, PortMapping> ports, boolean unseen)
      implements Step {
    @Override
    public <R> R on(Cases<R> cases) {
      return cases.create(this);
    }
  }

  /** Starts a made container. */
  record Start(ContainerId id) implements Step {
    @Override
    public <R> R on(Cases<R> cases) {
      return cases.start(this);
    }
  }

  /**
   * Tries the health check once.
   *
   * @param routine false while somebody waits for the first pass
   * @param slow whether the last try took long
   */
  record Probe(HealthCheck check, Observed container, boolean routine, boolean slow)
      implements Step {
    @Override
    public <R> R on(Cases<R> cases) {
      return cases.probe(this);
    }
  }

  /** Makes the container's services known to others. */
  record Register(Job job, Observed container) implements Step {
    @Override
    public <R> R on(Cases<R> cases) {
      return cases.register(this);
    }
  }

  /** Takes back that a container's services are known; its container may run on or not. */
  record Withdraw(ContainerId id) implements Step {
    @Override
    public <R> R on(Cases<R> cases) {
      return cases.withdraw(this);
    }
  }

  /** Ends a container: politely, then, after the grace, not. */
  record Stop(ContainerId id, Duration grace) implements Step {
    @Override
    public <R> R on(Cases<R> cases) {
      return cases.stop(this);
    }
  }

  /** Removes a container that does not run. */
  record Remove(ContainerId id) implements Step {
    @Override
    public <R> R on(Cases<R> cases) {
      return cases.remove(this);
    }
  }

  /** Nothing is left of the task: takes the order, its status and its ports out of the tree. */
  record Forget(Job job, long generation) implements Step {
    @Override
    public <R> R on(Cases<R> cases) {
      return cases.forget(this);
    }
  }

  /** Gives up what is in flight, because it no longer serves the goal. */
  record Cancel() implements Step {
    @Override
    public <R> R on(Cases<R> cases) {
      return cases.cancel(this);
    }
  }

  /** Nothing to do before that time, unless something happens. */
  record Wait(Instant until) implements Step {
    @Override
    public <R> R on(Cases<R> cases) {
      return cases.await(this);
    }
  }

  /** One method per kind of step. */
  interface Cases<R> {
    R findImage(FindImage step);

    R pull(Pull step);

    R create(Create step);

    R start(Start step);

    R probe(Probe step);

    R register(Register step);

    R withdraw(Withdraw step);

    R stop(Stop step);

    R remove(Remove step);

    R forget(Forget step);

    R cancel(Cancel step);

    R await(Wait step);
  }
}
