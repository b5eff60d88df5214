package io.helios.master.cleanup;

import io.helios.model.host.HostName;
import io.helios.model.job.JobId;

/** Something to look at, again and again until nothing has to be done for it. */
sealed interface Item {
  <R> R on(Cases<R> cases);

  /** A job with an expiry. */
  record Expiring(JobId job) implements Item {
    @Override
    public <R> R on(Cases<R> cases) {
      return cases.expiring(job);
    }
  }

  /** A host that may have to go. */
  record Silent(HostName host) implements Item {
    @Override
    public <R> R on(Cases<R> cases) {
      return cases.silent(host);
    }
  }

  /** A job that may be forgotten. */
  record Unused(JobId job) implements Item {
    @Override
    public <R> R on(Cases<R> cases) {
      return cases.unused(job);
    }
  }

  /** History without a job. */
  record Orphan(JobId job) implements Item {
    @Override
    public <R> R on(Cases<R> cases) {
      return cases.orphan(job);
    }
  }

  /** Time to look for items of the two kinds above, which nobody tells of. */
  record Sweep() implements Item {
    @Override
    public <R> R on(Cases<R> cases) {
      return cases.sweep();
    }
  }

  /** One method per kind. */
  interface Cases<R> {
    R expiring(JobId job);

    R silent(HostName host);

    R unused(JobId job);

    R orphan(JobId job);

    R sweep();
  }
}
