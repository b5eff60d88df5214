package io.helios.master.watch;

import io.helios.coordination.layout.HostReport;
import io.helios.coordination.layout.StoredStatus;
import io.helios.master.view.GroupView;
import io.helios.master.view.HostView;
import io.helios.master.view.Journal;
import io.helios.master.view.ThingState;
import io.helios.model.group.DeploymentGroup;
import io.helios.model.host.HostStatus;
import io.helios.model.job.Job;
import io.helios.model.job.RolloutOptions;
import io.helios.model.json.Json;
import io.helios.model.task.TaskReport;
import io.helios.model.watch.Watched;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * States as lines of an event. A change is encoded once for everyone who watches; the newest lines
 * are kept, a bounded number of them.
 */
final class Lines {
  private static final byte[] PREFIX = "data: ".getBytes(StandardCharsets.US_ASCII);
  private static final String MASK = "<redacted>";
  private static final int KEPT = 4096;

  private final AtomicReferenceArray<Journal.@Nullable Entry> kept =
      new AtomicReferenceArray<>(KEPT);
  private final AtomicInteger next = new AtomicInteger();

  byte[] of(Journal.Entry entry) {
    byte[] line = entry.line();
    if (line == null) {
      line = of(entry.state());
      entry.keep(line);
      Journal.@Nullable Entry old = kept.getAndSet(next.getAndIncrement() & (KEPT - 1), entry);
      if (old != null) {
        old.keep(null);
      }
    }
    return line;
  }

  static byte[] of(ThingState state) {
    return line(state.on(new Told()));
  }

  /** That it is no longer there, or no longer among what was asked for. */
  static byte[] gone(ThingState state) {
    return line(state.on(new Gone()));
  }

  private static byte[] line(Watched watched) {
    byte[] json = Json.bytes(watched);
    ByteArrayOutputStream line = new ByteArrayOutputStream(PREFIX.length + json.length + 1);
    line.writeBytes(PREFIX);
    line.writeBytes(json);
    line.write('\n');
    return line.toByteArray();
  }

  /** What may be told of a thing. */
  private static final class Told implements ThingState.Cases<Watched> {
    @Override
    public Watched host(ThingState.OfHost state) {
      HostView host = state.now();
      if (host == null) {
        return new Gone().host(state);
      }
      HostReport report = host.report();
      return new Watched.OfHost(
          host.name(),
          false,
          host.up() ? HostStatus.Status.UP : HostStatus.Status.DOWN,
          host.labels(),
          host.conditions(),
          report == null ? null : report.host(),
          report == null ? null : report.agent());
    }

    @Override
    public Watched job(ThingState.OfJob state) {
      Job job = state.now();
      return job == null
          ? new Gone().job(state)
          : new Watched.OfJob(state.job(), false, masked(job));
    }

    @Override
    public Watched task(ThingState.OfTask state) {
      if (state.isGone()) {
        return new Gone().task(state);
      }
      StoredStatus status = state.status();
      return new Watched.OfTask(
          state.task().host(),
          state.task().job(),
          false,
          state.order() != null,
          state.deployment(),
          status == null ? null : withoutEnvironment(status.report()));
    }

    @Override
    public Watched group(ThingState.OfGroup state) {
      GroupView group = state.now();
      if (group == null || group.config() == null) {
        return new Gone().group(state);
      }
      DeploymentGroup definition = group.config().value();
      return new Watched.OfGroup(
          state.group(),
          false,
          new DeploymentGroup(
              definition.name(),
              definition.hostSelectors(),
              definition.jobId(),
              masked(definition.rolloutOptions()),
              definition.rollingUpdateReason()),
          group.currentRollout().orElse(null));
    }

    private static @Nullable RolloutOptions masked(@Nullable RolloutOptions options) {
      return options == null || options.token() == null || options.token().isEmpty()
          ? options
          : options.toBuilder().setToken(MASK).build();
    }

    private static Job masked(Job job) {
      Map<String, String> env = new TreeMap<>(job.env());
      env.replaceAll((name, value) -> MASK);
      return job.toBuilder()
          .setId(job.id())
          .setEnv(env)
          .setToken(job.token().isEmpty() ? "" : MASK)
          .setRolloutOptions(masked(job.rolloutOptions()))
          .build();
    }

    private static TaskReport withoutEnvironment(TaskReport report) {
      return report.env().isEmpty() ? report : report.toBuilder().setEnv(Map.of()).build();
    }
  }

  private static final class Gone implements ThingState.Cases<Watched> {
    @Override
    public Watched host(ThingState.OfHost state) {
      return Watched.OfHost.gone(state.host());
    }

    @Override
    public Watched job(ThingState.OfJob state) {
      return Watched.OfJob.gone(state.job());
    }

    @Override
    public Watched task(ThingState.OfTask state) {
      return Watched.OfTask.gone(state.task().host(), state.task().job());
    }

    @Override
    public Watched group(ThingState.OfGroup state) {
      return Watched.OfGroup.gone(state.group());
    }
  }
}
