package io.helios.coordination.layout;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.helios.model.group.RolloutCounts;
import io.helios.model.group.RolloutEvent;
import io.helios.model.group.RolloutState;
import io.helios.model.json.Contents;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far a rollout has come. Every number of it fits into some hundred bytes, however many hosts
 * there are: each host's own progress stands elsewhere.
 *
 * @param error why it failed or was ended; null if it was not
 * @param detail what it waits for now, in words; null for nothing
 * @param started epoch milliseconds when the first host was moved; null before
 * @param ended epoch milliseconds; null before
 * @param promoted whether more than the canaries may be moved
 * @param awaitingSince epoch milliseconds since when the canaries are being watched; null if not
 * @param back whether the hosts that were moved are on their way back
 * @param batch grows with every batch of moves
 * @param driver who made the last batch; another one has to read the hosts first
 * @param moved hosts that were moved and are done
 * @param movedMillis how long these took together
 * @param told events written to the nodes below
 * @param notes what happened to the rollout as a whole, oldest first
 * @param unreached fingerprint of the hosts that were left when a rollout of the master's own did
 *     not succeed; null otherwise
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RolloutProgress(
    RolloutState state,
    @Nullable String error,
    @Nullable String detail,
    @Nullable Long started,
    @Nullable Long ended,
    boolean promoted,
    @Nullable Long awaitingSince,
    boolean back,
    long batch,
    @Nullable String driver,
    RolloutCounts counts,
    int moved,
    long movedMillis,
    long told,
    List<RolloutEvent> notes,
    @Nullable Long unreached) {
  private static final int NOTES = 30;

  public RolloutProgress {
    notes = Contents.list("notes", notes);
  }

  /** A rollout that has not moved anything. */
  public static RolloutProgress begun(boolean promoted, RolloutEvent note) {
    return new RolloutProgress(
        RolloutState.ROLLING_OUT,
        null,
        null,
        null,
        null,
        promoted,
        null,
        false,
        0,
        null,
        new RolloutCounts(0, 0, 0, 0, 0, 0, 0),
        0,
        0,
        0,
        List.of(note),
        null);
  }

  /** In another state, which is noted. */
  public RolloutProgress turned(RolloutState now, RolloutEvent note) {
    Draft next = new Draft(this);
    next.state = now;
    next.detail = null;
    next.awaitingSince = null;
    next.notes = withNote(note);
    return next.done();
  }

  /** With leave to move more than the canaries. */
  public RolloutProgress allowed() {
    Draft next = new Draft(this);
    next.promoted = true;
    next.awaitingSince = null;
    return next.done();
  }

  /** Being watched since then. */
  public RolloutProgress awaiting(long since) {
    Draft next = new Draft(this);
    next.awaitingSince = since;
    return next.done();
  }

  /** With its hosts on their way back, which no canaries hold up. */
  public RolloutProgress turnedBack() {
    Draft next = new Draft(this);
    next.promoted = true;
    next.awaitingSince = null;
    next.back = true;
    return next.done();
  }

  public RolloutProgress ended(long at) {
    Draft next = new Draft(this);
    next.detail = null;
    next.ended = at;
    next.awaitingSince = null;
    return next.done();
  }

  public RolloutProgress failing(@Nullable String why) {
    Draft next = new Draft(this);
    next.error = why;
    return next.done();
  }

  public RolloutProgress leaving(@Nullable Long fingerprint) {
    Draft next = new Draft(this);
    next.unreached = fingerprint;
    return next.done();
  }

  public RolloutProgress doing(@Nullable String what) {
    Draft next = new Draft(this);
    next.detail = what;
    return next.done();
  }

  public RolloutProgress startedAt(long at) {
    Draft next = new Draft(this);
    next.started = at;
    return next.done();
  }

  public RolloutProgress counting(RolloutCounts now, int movedNow, long millisNow) {
    Draft next = new Draft(this);
    next.counts = now;
    next.moved = movedNow;
    next.movedMillis = millisNow;
    return next.done();
  }

  /** After one more batch by that driver, with so many events told. */
  public RolloutProgress next(String by, long toldNow) {
    Draft next = new Draft(this);
    next.batch++;
    next.driver = by;
    next.told = toldNow;
    return next.done();
  }

  private List<RolloutEvent> withNote(RolloutEvent note) {
    List<RolloutEvent> all = new ArrayList<>(notes);
    all.add(note);
    return all.subList(Math.max(0, all.size() - NOTES), all.size());
  }

  /** A progress in which some values are about to be others. */
  private static final class Draft {
    RolloutState state;
    @Nullable String error;
    @Nullable String detail;
    @Nullable Long started;
    @Nullable Long ended;
    boolean promoted;
    @Nullable Long awaitingSince;
    boolean back;
    long batch;
    @Nullable String driver;
    RolloutCounts counts;
    int moved;
    long movedMillis;
    long told;
    List<RolloutEvent> notes;
    @Nullable Long unreached;

    Draft(RolloutProgress from) {
      state = from.state;
      error = from.error;
      detail = from.detail;
      started = from.started;
      ended = from.ended;
      promoted = from.promoted;
      awaitingSince = from.awaitingSince;
      back = from.back;
      batch = from.batch;
      driver = from.driver;
      counts = from.counts;
      moved = from.moved;
      movedMillis = from.movedMillis;
      told = from.told;
      notes = from.notes;
      unreached = from.unreached;
    }

    RolloutProgress done() {
      return new RolloutProgress(
          state,
          error,
          detail,
          started,
          ended,
          promoted,
          awaitingSince,
          back,
          batch,
          driver,
          counts,
          moved,
          movedMillis,
          told,
          notes,
          unreached);
    }
  }
}
