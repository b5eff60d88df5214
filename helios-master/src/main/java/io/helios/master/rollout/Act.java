package io.helios.master.rollout;

import io.helios.model.job.JobId;

/** One thing that a rollout changes on a host. */
sealed interface Act {
  <R> R on(Cases<R> cases);

  /** Orders a job of the group away. */
  record Undeploy(JobId job) implements Act {
    @Override
    public <R> R on(Cases<R> cases) {
      return cases.undeploy(this);
    }
  }

  /** Deploys the rollout's job, for the group. */
  record Deploy(JobId job, long generation) implements Act {
    @Override
    public <R> R on(Cases<R> cases) {
      return cases.deploy(this);
    }
  }

  /**
   * Makes a deployment that is there the group's, with the goal to run.
   *
   * @param generation the one it has, where nothing has to be started again
   */
  record Take(JobId job, long generation) implements Act {
    @Override
    public <R> R on(Cases<R> cases) {
      return cases.take(this);
    }
  }

  /** One method per act. */
  interface Cases<R> {
    R undeploy(Undeploy act);

    R deploy(Deploy act);

    R take(Take act);
  }
}
