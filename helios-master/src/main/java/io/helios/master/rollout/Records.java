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
    return new HostProgress(
        old.host(),
        HostOutcome.State.MOVING,
        back,
        null,
        null,
        now.toEpochMilli(),
        null,
        generation,
        null,
        gap ? Long.valueOf(now.toEpochMilli()) : null,
        null,
        clearing,
        touched || old.touched(),
        old.returns());
  }

  static HostProgress touched(HostProgress old) {
    return new HostProgress(
        old.host(),
        old.state(),
        old.back(),
        old.reason(),
        old.code(),
        old.started(),
        old.ended(),
        old.generation(),
        old.healthySince(),
        old.gapSince(),
        old.gapMillis(),
        old.clearing(),
        true,
        old.returns());
  }

  /** On its way with that deployment, or with what is to be gone first. */
  static HostProgress towards(
      HostProgress old, @Nullable Long generation, List<JobId> clearing, boolean touched) {
    return new HostProgress(
        old.host(),
        HostOutcome.State.MOVING,
        old.back(),
        null,
        null,
        old.started(),
        null,
        generation,
        null,
        old.gapSince(),
        old.gapMillis(),
        clearing,
        touched || old.touched(),
        old.returns());
  }

  /** Healthy now, or no longer. */
  static HostProgress healthy(HostProgress old, @Nullable Instant since) {
    Long gapSince = old.gapSince();
    boolean closed = since != null && gapSince != null;
    Long gap =
        since != null && gapSince != null
            ? Long.valueOf(since.toEpochMilli() - gapSince)
            : old.gapMillis();
    return new HostProgress(
        old.host(),
        since != null ? HostOutcome.State.VERIFYING : HostOutcome.State.MOVING,
        old.back(),
        null,
        null,
        old.started(),
        null,
        old.generation(),
        since != null ? Long.valueOf(since.toEpochMilli()) : null,
        closed ? null : gapSince,
        gap,
        old.clearing(),
        old.touched(),
        old.returns());
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
    return left(old, HostOutcome.State.SKIPPED, back, reason, code);
  }

  static HostProgress waiting(HostProgress old, boolean back) {
    return left(old, HostOutcome.State.WAITING, back, "the host is down", null);
  }

  /** The host is back and goes on where it was, with a deadline of its own. */
  static HostProgress returned(HostProgress old, Instant now) {
    return new HostProgress(
        old.host(),
        HostOutcome.State.MOVING,
        old.back(),
        null,
        null,
        now.toEpochMilli(),
        null,
        old.generation(),
        null,
        null,
        old.gapMillis(),
        old.clearing(),
        old.touched(),
        old.returns() + 1);
  }

  private static HostProgress ended(
      HostProgress old,
      HostOutcome.State state,
      boolean back,
      Instant now,
      @Nullable String reason,
      @Nullable String code) {
    boolean same = old.back() == back;
    return new HostProgress(
        old.host(),
        state,
        back,
        reason,
        code,
        same ? old.started() : null,
        now.toEpochMilli(),
        same ? old.generation() : null,
        null,
        null,
        same ? old.gapMillis() : null,
        List.of(),
        old.touched(),
        old.returns());
  }

  private static HostProgress left(
      HostProgress old,
      HostOutcome.State state,
      boolean back,
      String reason,
      @Nullable String code) {
    boolean same = old.back() == back;
    return new HostProgress(
        old.host(),
        state,
        back,
        reason,
        code,
        same ? old.started() : null,
        null,
        same ? old.generation() : null,
        null,
        null,
        same ? old.gapMillis() : null,
        old.clearing(),
        old.touched(),
        old.returns());
  }
}
