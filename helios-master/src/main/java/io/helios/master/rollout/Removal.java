package io.helios.master.rollout;

import io.helios.coordination.layout.HostProgress;
import io.helios.master.rollout.Move.Settling;
import io.helios.model.job.JobId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How a group's jobs go from a host to which nothing is brought. */
final class Removal {
  private final Situation situation;
  private final @Nullable JobId job;
  private final boolean back;
  private final Instant now;
  private final Moves moves;

  Removal(Situation situation) {
    this.situation = situation;
    this.job = situation.job();
    this.back = situation.progress().back();
    this.now = situation.now();
    this.moves = new Moves(situation);
  }

  /** Jobs that have to go. */
  List<JobId> owned(HostFacts host) {
    List<JobId> jobs = new ArrayList<>(host.others());
    if (job != null && host.placed() != null && host.placed().owned()) {
      jobs.add(job);
    }
    return jobs;
  }

  /** What can be said of a host without moving it; empty when it has to be moved. */
  Optional<Move> withoutMoving(HostFacts host, HostProgress record) {
    if (owned(host).isEmpty() && !host.stillHasAnyOf(record.clearing())) {
      return Optional.of(moves.gone(host, record));
    } else if (!host.up()) {
      return Optional.of(moves.waiting(host, record, Settling.AS_IT_IS));
    }
    return Optional.ofNullable(host.obstacle()).map(problem -> moves.failed(host, record, problem));
  }

  Move begin(HostFacts host, HostProgress record) {
    return undeploy(host, record, owned(host));
  }

  /** What to do with a host that is being moved; empty to wait. */
  Optional<Move> proceed(HostFacts host, HostProgress record) {
    List<JobId> going = owned(host);
    if (!going.isEmpty()) {
      // Its time begins anew, for this is another thing to wait for.
      return Optional.of(
          host.obstacle() == null
              ? undeploy(host, record, going)
              : moves.failed(host, record, host.obstacle()));
    }
    if (!host.stillHasAnyOf(record.clearing())) {
      return Optional.of(moves.gone(host, record));
    } else if (!host.up()) {
      return Optional.of(moves.waiting(host, record, Settling.AS_IT_IS));
    }
    return situation.isLate(record)
        ? Optional.of(moves.failed(host, record, Problem.notUndeployedInTime()))
        : Optional.empty();
  }

  private Move undeploy(HostFacts host, HostProgress record, List<JobId> going) {
    List<JobId> clearing =
        Stream.concat(record.clearing().stream(), going.stream()).distinct().toList();
    return new Move(
        host.host(),
        going.stream().<Act>map(Act.Undeploy::new).toList(),
        Records.moving(record, back, now, null, host.served(), clearing, !going.isEmpty()),
        Settling.AS_IT_IS);
  }
}
