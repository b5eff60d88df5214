package io.helios.master.view;

import io.helios.model.host.HostName;
import io.helios.model.job.JobId;
import java.util.Optional;

/** To which thing a place in the tree belongs. */
final class ThingAt {
  private ThingAt() {}

  /** Names the thing; empty for what nobody watches. */
  static Optional<Object> key(Location location) {
    return location.on(new Key());
  }

  /** The thing as it is now; only where it has a {@link #key}. */
  static ThingState state(Location location, ClusterView view) {
    return location.on(new State(view));
  }

  private static final class Key implements Location.Cases<Optional<Object>> {
    @Override
    public Optional<Object> job(JobId job) {
      return Optional.of(job);
    }

    @Override
    public Optional<Object> host(HostName host, Location.HostPart part) {
      return Optional.of(host);
    }

    @Override
    public Optional<Object> task(HostName host, JobId job, Location.TaskPart part) {
      return Optional.of(new TaskKey(host, job));
    }

    @Override
    public Optional<Object> deregistration(HostName host) {
      return Optional.empty();
    }

    @Override
    public Optional<Object> master(String master) {
      return Optional.empty();
    }

    @Override
    public Optional<Object> group(String group, Location.GroupPart part) {
      return Optional.of(new ThingState.GroupKey(group));
    }

    @Override
    public Optional<Object> settledHosts(String group, int bucket) {
      return Optional.empty();
    }

    @Override
    public Optional<Object> rollout(String id) {
      return Optional.empty();
    }
  }

  private record State(ClusterView view) implements Location.Cases<ThingState> {
    @Override
    public ThingState job(JobId job) {
      return ThingState.OfJob.in(view, job);
    }

    @Override
    public ThingState host(HostName host, Location.HostPart part) {
      return ThingState.OfHost.in(view, host);
    }

    @Override
    public ThingState task(HostName host, JobId job, Location.TaskPart part) {
      return ThingState.OfTask.in(view, new TaskKey(host, job));
    }

    @Override
    public ThingState deregistration(HostName host) {
      return ThingState.OfHost.in(view, host);
    }

    @Override
    public ThingState master(String master) {
      throw new IllegalStateException("nobody watches masters");
    }

    @Override
    public ThingState group(String group, Location.GroupPart part) {
      return ThingState.OfGroup.in(view, group);
    }

    @Override
    public ThingState settledHosts(String group, int bucket) {
      return ThingState.OfGroup.in(view, group);
    }

    @Override
    public ThingState rollout(String id) {
      throw new IllegalStateException("nobody watches rollouts");
    }
  }
}
