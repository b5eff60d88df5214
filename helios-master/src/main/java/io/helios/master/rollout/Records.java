package io.helios.master.rollout;

import io.helios.coordination.layout.HostProgress;
import io.helios.model.group.HostOutcome;
import io.helios.model.job.JobId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is remembered of a host, after each thing that can become of it. */
final class Records {
  /** Code of a host that left the group. */
  static final String LEFT = "LEFT";

  /** Code of a host that is rid of the group's jobs, as it was before the group had any. */
  static final String GONE = "GONE";

  private Records() {}

  static boolean isInFlight(HostProgress record) {
    return record.state() == HostOutcome.State.MOVING
        || record.state() == HostOutcome.State.VERIFYING;
  }

  static boolean isFinal(HostProgress record) {
    return record.state() == HostOutcome.State.DONE || record.state() == HostOutcome.State.FAILED;
  }

  static HostProgress moving(
      HostProgress old,
      boolean back,
      Instant now,
      @Nullable Long generation,
      boolean gap,
      List<JobId> clearing,
      boolean touched) {
    Draft next = new Draft(old, HostOutcome.State.MOVING);
    next.back = back;
    next.started = now.toEpochMilli();
    next.generation = generation;
    next.healthySince = null;
    next.gapSince = gap ? Long.valueOf(now.toEpochMilli()) : null;
    next.gapMillis = null;
    next.clearing = clearing;
    next.touched |= touched;
    return next.done();
  }

  /** The only one that leaves what was said of the host as it is. */
  static HostProgress touched(HostProgress old) {
    Draft next = new Draft(old, old.state());
    next.reason = old.reason();
    next.code = old.code();
    next.ended = old.ended();
    next.touched = true;
    return next.done();
  }

  /** On its way with that deployment, or with what is to be gone first. */
  static HostProgress towards(
      HostProgress old, @Nullable Long generation, List<JobId> clearing, boolean touched) {
    Draft next = new Draft(old, HostOutcome.State.MOVING);
    next.generation = generation;
    next.healthySince = null;
    next.clearing = clearing;
    next.touched |= touched;
    return next.done();
  }

  /** Healthy now, or no longer. */
  static HostProgress healthy(HostProgress old, @Nullable Instant since) {
    if (since == null) {
      Draft next = new Draft(old, HostOutcome.State.MOVING);
      next.healthySince = null;
      return next.done();
    }
    Draft next = new Draft(old, HostOutcome.State.VERIFYING);
    next.healthySince = since.toEpochMilli();
    Long gapSince = old.gapSince();
    if (gapSince != null) {
      next.gapSince = null;
      next.gapMillis = since.toEpochMilli() - gapSince;
    }
    return next.done();
  }

  static HostProgress done(
      HostProgress old, boolean back, Instant now, @Nullable String reason, @Nullable String code) {
    return ended(old, HostOutcome.State.DONE, back, now, reason, code);
  }

  static HostProgress failed(HostProgress old, boolean back, Instant now, Problem problem) {
    return ended(
        old, HostOutcome.State.FAILED, back, now, problem.message(), problem.code().name());
  }

  static HostProgress skipped(
      HostProgress old, boolean back, String reason, @Nullable String code) {
    return left(old, HostOutcome.State.SKIPPED, back, reason, code).done();
  }

  static HostProgress waiting(HostProgress old, boolean back) {
    return left(old, HostOutcome.State.WAITING, back, "the host is down", null).done();
  }

  /** The host is back and goes on where it was, with a deadline of its own. */
  static HostProgress returned(HostProgress old, Instant now) {
    Draft next = new Draft(old, HostOutcome.State.MOVING);
    next.started = now.toEpochMilli();
    next.healthySince = null;
    next.gapSince = null;
    next.returns++;
    return next.done();
  }

  private static HostProgress ended(
      HostProgress old,
      HostOutcome.State state,
      boolean back,
      Instant now,
      @Nullable String reason,
      @Nullable String code) {
    Draft next = left(old, state, back, reason, code);
    next.ended = now.toEpochMilli();
    next.clearing = List.of();
    return next.done();
  }

  /** What is known of the way that the host was on counts for no other. */
  private static Draft left(
      HostProgress old,
      HostOutcome.State state,
      boolean back,
      @Nullable String reason,
      @Nullable String code) {
    Draft next = new Draft(old, state);
    next.back = back;
    next.reason = reason;
    next.code = code;
    next.healthySince = null;
    next.gapSince = null;
    if (old.back() != back) {
      next.started = null;
      next.generation = null;
      next.gapMillis = null;
    }
    return next;
  }

  /** A host in another state: neither ended nor anything said of it, all else as it was. */
  private static final class Draft {
    final HostProgress old;
    final HostOutcome.State state;
    boolean back;
    @Nullable String reason;
    @Nullable String code;
    @Nullable Long started;
    @Nullable Long ended;
    @Nullable Long generation;
    @Nullable Long healthySince;
    @Nullable Long gapSince;
    @Nullable Long gapMillis;
    List<JobId> clearing;
    boolean touched;
    int returns;

    Draft(HostProgress old, HostOutcome.State state) {
      this.old = old;
      this.state = state;
      back = old.back();
      started = old.started();
      generation = old.generation();
      healthySince = old.healthySince();
      gapSince = old.gapSince();
      gapMillis = old.gapMillis();
      clearing = old.clearing();
      touched = old.touched();
      returns = old.returns();
    }

    HostProgress done() {
      return new HostProgress(
          old.host(),
          state,
          back,
          reason,
          code,
          started,
          ended,
          generation,
          healthySince,
          gapSince,
          gapMillis,
          clearing,
          touched,
          returns);
    }
  }
}
