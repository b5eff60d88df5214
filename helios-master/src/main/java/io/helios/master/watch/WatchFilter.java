package io.helios.master.watch;

import io.helios.master.http.NamePattern;
import io.helios.master.view.HostView;
import io.helios.master.view.Journal;
import io.helios.master.view.Journal.LabelChange;
import io.helios.master.view.Picture;
import io.helios.master.view.ThingState;
import io.helios.master.view.Topic;
import io.helios.model.host.HostName;
import io.helios.model.host.HostSelector;
import io.helios.model.job.JobId;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What somebody wants to be told. Hosts and their tasks are chosen by names, pattern and selectors,
 * jobs and their tasks by what they are called; everything given has to fit.
 *
 * @param kinds of things
 * @param jobs ids, {@code name:version} or names; empty for all
 * @param hosts names; empty for all
 * @param pattern found in the host's name; null for any
 * @param selectors all of which the host's labels have to match
 * @param group of which the hosts have to be members; null for any
 * @param selectorsOf what a group chooses its hosts by, now; empty when there is no such group
 */
record WatchFilter(
    Set<Kind> kinds,
    Set<String> jobs,
    Set<String> hosts,
    @Nullable NamePattern pattern,
    List<HostSelector> selectors,
    @Nullable String group,
    Function<String, List<HostSelector>> selectorsOf) {
  /** Whoever names more follows everything: to look at each of its topics would take longer. */
  private static final int MANY = 64;

  /** Kinds of things; their names on the wire are in lower case. */
  enum Kind {
    HOST,
    JOB,
    TASK,
    GROUP
  }

  /** What to do about a change. */
  enum Verdict {
    TELL,
    SKIP,
    /** It is still there, but no longer chosen. */
    TELL_GONE,
    /** A host with tasks came into the selection, or left it: everything is to be told anew. */
    START_AGAIN
  }

  /**
   * Topics to which everything belongs that {@link #judge} does not skip; empty when it may be
   * anything.
   */
  Optional<Set<Topic>> topics() {
    Set<Topic> topics = new HashSet<>();
    Set<Topic> chosenHosts = hosts.stream().map(Topic::host).collect(Collectors.toSet());
    Set<Topic> chosenJobs =
        jobs.stream()
            .map(job -> Topic.jobsCalled(job.split(":", 2)[0]))
            .collect(Collectors.toSet());
    boolean tasks = kinds.contains(Kind.TASK);
    if (kinds.contains(Kind.HOST) || (tasks && choosesByLabels())) {
      topics.addAll(hosts.isEmpty() ? Set.of(Topic.HOSTS) : chosenHosts);
    }
    if (kinds.contains(Kind.JOB)) {
      topics.addAll(jobs.isEmpty() ? Set.of(Topic.JOBS) : chosenJobs);
    }
    if (kinds.contains(Kind.GROUP) || group != null) {
      topics.add(Topic.GROUPS);
    }
    if (tasks) {
      topics.addAll(hosts.isEmpty() ? chosenJobs : chosenHosts);
    }
    boolean anyTask = tasks && hosts.isEmpty() && jobs.isEmpty();
    return anyTask || topics.size() > MANY ? Optional.empty() : Optional.of(Set.copyOf(topics));
  }

  /** Where in a picture everything is that it {@link #wants}. */
  Picture.Part part() {
    boolean onHosts = kinds.contains(Kind.HOST) || kinds.contains(Kind.TASK);
    Set<HostName> named =
        hosts.stream()
            .map(HostName::of)
            .flatMap(Optional::stream)
            .collect(Collectors.toUnmodifiableSet());
    return new Picture.Part(
        kinds.contains(Kind.JOB),
        kinds.contains(Kind.GROUP),
        !onHosts ? Optional.of(Set.of()) : hosts.isEmpty() ? Optional.empty() : Optional.of(named),
        kinds.contains(Kind.TASK) ? completeIds() : Optional.of(Set.of()));
  }

  /** The jobs' ids; empty when it does not have all of them. */
  private Optional<Set<JobId>> completeIds() {
    Set<JobId> ids = new HashSet<>();
    for (String text : jobs) {
      String[] parts = text.split(":", -1);
      if (parts.length != 3) {
        return Optional.empty();
      }
      ids.add(new JobId(parts[0], parts[1], parts[2]));
    }
    return ids.isEmpty() ? Optional.empty() : Optional.of(ids);
  }

  /** For a reader that may have seen states of the thing that this master missed. */
  Verdict judgeMissed(Journal.Entry entry) {
    boolean labelsMatter = entry.state() instanceof ThingState.OfHost || !entry.seen();
    // Which labels the host had meanwhile is not known here.
    return choosesByLabels() && labelsMatter ? Verdict.START_AGAIN : judge(entry);
  }

  Verdict judge(Journal.Entry entry) {
    if (group != null
        && entry.state() instanceof ThingState.OfGroup changed
        && changed.group().equals(group)) {
      return Verdict.START_AGAIN;
    }
    LabelChange change = entry.labelChange();
    if (change != null
        && choosesByLabels()
        && entry.state() instanceof ThingState.OfHost host
        && choosesName(host.host())) {
      return changedLabels(change.before(), host);
    }
    return wants(entry.state()) ? Verdict.TELL : Verdict.SKIP;
  }

  private Verdict changedLabels(Optional<Map<String, String>> before, ThingState.OfHost host) {
    boolean was = before.filter(this::selects).isPresent();
    boolean is = host.labels().filter(this::selects).isPresent();
    HostView now = host.now();
    // A task that went with the labels is not there any more, but known to the reader.
    boolean tasks =
        was
            || now == null
            || !(now.deployments().isEmpty() && now.orders().isEmpty() && now.statuses().isEmpty());
    if (was != is && tasks && kinds.contains(Kind.TASK)) {
      return Verdict.START_AGAIN;
    } else if (!(was || is) || !kinds.contains(Kind.HOST)) {
      return Verdict.SKIP;
    }
    return is ? Verdict.TELL : Verdict.TELL_GONE;
  }

  boolean wants(ThingState state) {
    return state.on(
        new ThingState.Cases<Boolean>() {
          @Override
          public Boolean host(ThingState.OfHost host) {
            return kinds.contains(Kind.HOST)
                && choosesName(host.host())
                && (!choosesByLabels()
                    || host.labels().filter(WatchFilter.this::selects).isPresent());
          }

          @Override
          public Boolean job(ThingState.OfJob job) {
            return kinds.contains(Kind.JOB) && chooses(job.job());
          }

          @Override
          public Boolean task(ThingState.OfTask task) {
            return kinds.contains(Kind.TASK)
                && chooses(task.task().job())
                && choosesName(task.task().host())
                && selects(task.labels());
          }

          @Override
          public Boolean group(ThingState.OfGroup state) {
            return kinds.contains(Kind.GROUP) && (group == null || state.group().equals(group));
          }
        });
  }

  private boolean chooses(JobId job) {
    return jobs.isEmpty()
        || jobs.contains(job.toString())
        || jobs.contains(job.nameAndVersion())
        || jobs.contains(job.name());
  }

  private boolean choosesName(HostName host) {
    return (hosts.isEmpty() || hosts.contains(host.value()))
        && (pattern == null || pattern.test(host.value()));
  }

  private boolean choosesByLabels() {
    return !selectors.isEmpty() || group != null;
  }

  private boolean selects(Map<String, String> labels) {
    return (selectors.isEmpty() || HostSelector.allMatch(selectors, labels))
        && (group == null || HostSelector.allMatch(selectorsOf.apply(group), labels));
  }
}
