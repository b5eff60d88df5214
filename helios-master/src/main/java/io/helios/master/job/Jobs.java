package io.helios.master.job;

import io.helios.coordination.layout.Paths;
import io.helios.coordination.tree.ChangeRejected;
import io.helios.coordination.tree.Changes;
import io.helios.coordination.tree.Tree;
import io.helios.coordination.tree.TreePath;
import io.helios.coordination.tree.TreeUnavailable;
import io.helios.master.commit.Commits;
import io.helios.master.commit.Contended;
import io.helios.master.commit.Decision;
import io.helios.master.commit.Decision.Proof;
import io.helios.master.commit.Outcome;
import io.helios.master.commit.Unavailable;
import io.helios.master.http.BadRequest;
import io.helios.master.http.Page;
import io.helios.master.job.JobRefusal.Invalid;
import io.helios.master.job.JobRefusal.StillInUse;
import io.helios.master.view.ClusterView;
import io.helios.master.view.JobView;
import io.helios.master.view.LiveView;
import io.helios.model.job.Job;
import io.helios.model.job.JobHash;
import io.helios.model.job.JobId;
import io.helios.model.job.JobValidator;
import io.helios.model.task.JobStatus;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What can be asked about jobs and done with them. */
public final class Jobs {
  private static final Logger log = LoggerFactory.getLogger(Jobs.class);
  private static final int HISTORIES_AT_ONCE = 200;

  private final Tree tree;
  private final LiveView live;
  private final Commits commits;
  private final JobValidator validator;
  private final Clock clock;

  /** How a creation ended, with the job as it was completed. */
  record Creation(Job job, Outcome<JobRefusal> outcome) {}

  /**
   * @param allowedCapabilities Linux capabilities that jobs may add
   */
  public Jobs(
      Tree tree, LiveView live, Commits commits, Set<String> allowedCapabilities, Clock clock) {
    this.tree = tree;
    this.live = live;
    this.commits = commits;
    this.validator = JobValidator.forMasters(allowedCapabilities);
    this.clock = clock;
  }

  Optional<Job> find(JobId id) {
    return view().job(id).map(JobView::job);
  }

  Optional<JobStatus> status(JobId id) {
    return view().jobStatus(id);
  }

  /** Jobs by id. */
  List<Job> all(Predicate<JobId> wanted) {
    return view().jobs().stream().filter(it -> wanted.test(it.id())).map(JobView::job).toList();
  }

  /** Ids of the jobs that are deployed, with whatever goal, on a host whose name fits. */
  Set<JobId> deployedOn(Predicate<String> hosts) {
    return Set.copyOf(
        view().registeredHosts().stream()
            .filter(host -> hosts.test(host.name().value()))
            .flatMap(host -> host.deployments().keySet().stream())
            .distinct()
            .toList());
  }

  /**
   * Creates a job.
   *
   * @param beforehand gets the job as it will be, before anything is written
   */
  Creation create(Job given, @Nullable String user, Consumer<Job> beforehand) {
    Instant now = clock.instant();
    Job job = completed(given, user, now);
    Optional<JobRefusal> invalid = invalid(job, now);
    if (invalid.isPresent()) {
      // Said even while ZooKeeper is away: waiting would not help.
      return new Creation(job, new Outcome<>(invalid, live.revision()));
    }
    beforehand.accept(job);
    TreePath history = Paths.jobHistory(job.id());
    return new Creation(
        job,
        commits.run(() -> CreateJobOperation.decide(job, view(), tree.get(history).isPresent())));
  }

  /** How {@link #create} would end now; nothing is written. */
  Creation judge(Job given, @Nullable String user) {
    Instant now = clock.instant();
    Job job = completed(given, user, now);
    Optional<JobRefusal> refusal =
        invalid(job, now)
            .or(
                () ->
                    CreateJobOperation.decide(job, view(), true)
                            instanceof Decision.Refuse<JobRefusal> refuse
                        ? Optional.of(refuse.refusal())
                        : Optional.empty());
    return new Creation(job, new Outcome<>(refusal, live.revision()));
  }

  private static Job completed(Job given, @Nullable String user, Instant now) {
    return JobHash.identify(
        given.toBuilder().setCreatingUser(user).setCreated(now.toEpochMilli()).build());
  }

  private Optional<JobRefusal> invalid(Job job, Instant now) {
    List<String> errors = List.copyOf(validator.validate(job, now));
    return errors.isEmpty() ? Optional.empty() : Optional.of(new Invalid(job.id(), errors));
  }

  /**
   * A part of what {@link #all} found.
   *
   * @throws BadRequest when the page begins after what is no id
   */
  static Page.Part<Job> part(List<Job> all, Page page) {
    return page.of(all, Job::id, Jobs::idOrRefuse, Comparator.naturalOrder());
  }

  private static JobId idOrRefuse(String after) {
    try {
      return JobId.parse(after);
    } catch (IllegalArgumentException e) {
      throw new BadRequest("after must be the id of a job, but is '" + after + "'");
    }
  }

  Outcome<JobRefusal> delete(DeleteJobOperation.Request request) {
    Outcome<JobRefusal> outcome;
    try {
      outcome = commits.runOrGiveUp(() -> DeleteJobOperation.decide(request, view()));
    } catch (Contended e) {
      if (e.last().reason() != ChangeRejected.Reason.NOT_EMPTY) {
        throw new Unavailable("the cluster keeps changing: " + e.last().getMessage(), e);
      }
      // A deployment that can't be read is not in the view, but it is there.
      return new Outcome<>(Optional.of(new StillInUse(request.job())), live.revision());
    }
    if (outcome.refusal().isEmpty()) {
      deleteHistory(request.job());
    }
    return outcome;
  }

  /**
   * Removes a job with its own token.
   *
   * @return why it was kept; empty when it is gone
   */
  public Optional<String> remove(Job job) {
    Optional<JobRefusal> refusal =
        delete(new DeleteJobOperation.Request(job.id(), job.token())).refusal();
    // Gone already is as good.
    return refusal
        .filter(it -> !(it instanceof JobRefusal.NotFound))
        .map(it -> "it is still in use");
  }

  /**
   * Deletes the history of a job that is gone; a job that has come back meanwhile keeps it.
   *
   * @throws Unavailable when the tree is away
   */
  public void removeOrphanHistory(JobId job) {
    try {
      while (tree.get(Paths.jobHistory(job)).isPresent() && tree.get(Paths.job(job)).isEmpty()) {
        commits.run(() -> nextHistories(job));
      }
    } catch (TreeUnavailable e) {
      throw new Unavailable("the history of " + job + " was not deleted: " + e.getMessage(), e);
    }
  }

  /** Best effort: what is left over is found again by its job's absence. */
  private void deleteHistory(JobId job) {
    TreePath history = Paths.jobHistory(job);
    try {
      while (tree.get(history).isPresent()) {
        commits.run(() -> nextHistories(job));
      }
    } catch (TreeUnavailable | Unavailable e) {
      log.warn("history of {} was not deleted: {}", job, e.getMessage());
    }
  }

  private Decision<JobRefusal> nextHistories(JobId job) throws TreeUnavailable {
    TreePath history = Paths.jobHistory(job);
    if (tree.get(history).isEmpty()) {
      return Decision.fulfilled();
    }
    List<String> hosts = tree.children(history);
    Stream<TreePath> paths = hosts.stream().limit(HISTORIES_AT_ONCE).map(history::child);
    List<TreePath> part =
        hosts.size() > HISTORIES_AT_ONCE
            ? paths.toList()
            : Stream.concat(paths, Stream.of(history)).toList();
    Changes changes = Changes.NONE;
    for (TreePath path : part) {
      changes = changes.delete(path);
    }
    return Decision.change(changes, Proof.isGone(part.get(part.size() - 1)));
  }

  private ClusterView view() {
    return live.view();
  }
}
