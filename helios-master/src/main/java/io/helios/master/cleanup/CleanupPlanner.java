package io.helios.master.cleanup;

import io.helios.model.job.Job;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Decides what has to go, from facts and the time of the master's clock. */
final class CleanupPlanner {

  /** What to do with one thing. */
  sealed interface Verdict {}

  /** It has to go; the reason is for the operator. */
  record Reap(String reason) implements Verdict {}

  /** Not before that time; to be asked again then. */
  record Later(Instant at) implements Verdict {}

  /** Nothing to do, unless the facts change. */
  record Leave() implements Verdict {}

  /**
   * What counts about a host.
   *
   * @param up whether its agent is connected
   * @param lastSaid when its agent last said something of itself, by the agent's clock; null when
   *     it never did
   * @param downSince when a master first saw it down, by the master's clock; null when it is not
   *     known to be
   */
  record HostFacts(boolean up, @Nullable Instant lastSaid, @Nullable Instant downSince) {}

  private static final Leave LEAVE = new Leave();

  private CleanupPlanner() {}

  /** A job that has or has not expired. */
  static Verdict expiry(Job job, Instant now) {
    Instant expires = job.expires();
    if (expires == null) {
      return LEAVE;
    }
    return expires.isAfter(now) ? new Later(expires) : new Reap("it expired at " + expires);
  }

  /**
   * A host whose agent may be dead. A host counts as dead since the later of two times: when a
   * master first saw it down, which no clock of the host's can make earlier, and when its agent
   * last spoke, which covers the time in which no master looked.
   */
  static Verdict deadHost(HostFacts host, Duration timeout, Instant now) {
    Instant lastSaid = host.lastSaid();
    Instant downSince = host.downSince();
    if (host.up() || lastSaid == null || downSince == null) {
      // Without an agent that ever spoke the host was registered by hand: that is an intention.
      return LEAVE;
    }
    // An agent whose clock is ahead of ours must not live for ever.
    Instant since = lastSaid.isAfter(downSince) && !lastSaid.isAfter(now) ? lastSaid : downSince;
    Instant due = since.plus(timeout);
    return due.isAfter(now)
        ? new Later(due)
        : new Reap("its agent is down since " + since + ", longer than " + inWords(timeout));
  }

  /**
   * A job that may have been forgotten. Only one that is deployed nowhere and that nobody refers to
   * is.
   *
   * @param newestEvent of its history; empty when it has none
   */
  static Verdict unused(
      Job job, boolean inUse, Optional<Instant> newestEvent, Duration retention, Instant now) {
    if (inUse) {
      return LEAVE;
    }
    Long created = job.created();
    Instant lastUse =
        newestEvent.orElse(created == null ? Instant.EPOCH : Instant.ofEpochMilli(created));
    if (created != null && lastUse.isBefore(Instant.ofEpochMilli(created))) {
      lastUse = Instant.ofEpochMilli(created); // The history is of an earlier job of that name.
    }
    Instant due = lastUse.plus(retention);
    return due.isAfter(now)
        ? new Later(due)
        : new Reap("it is deployed nowhere and unused since " + lastUse);
  }

  private static String inWords(Duration duration) {
    return duration.toHours() + " hours";
  }
}
