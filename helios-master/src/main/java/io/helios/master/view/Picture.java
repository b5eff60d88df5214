package io.helios.master.view;

import io.helios.model.host.HostName;
import io.helios.model.job.JobId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The whole view at one moment: cheap to take, since hosts and jobs are immutable values.
 *
 * @param hosts by name
 * @param position in the journal from which to follow
 * @param sequence the last entry that is in the picture already
 * @param completeAt some of it may be newer than the revision, but nothing is newer than this
 */
public record Picture(
    List<HostView> hosts,
    List<JobView> jobs,
    List<GroupView> groups,
    long position,
    long sequence,
    long completeAt) {

  /**
   * What to look at.
   *
   * @param jobs whether to look at jobs
   * @param groups whether to look at groups
   * @param hosts the only hosts to look at, with their tasks; empty for all
   * @param tasks the only jobs whose tasks to look at; empty for all
   */
  public record Part(
      boolean jobs, boolean groups, Optional<Set<HostName>> hosts, Optional<Set<JobId>> tasks) {
    public static final Part ALL = new Part(true, true, Optional.empty(), Optional.empty());
  }

  static Picture of(ClusterView view, long position, long sequence, long completeAt) {
    return new Picture(
        List.copyOf(view.hosts()),
        List.copyOf(view.jobs()),
        view.groups(),
        position,
        sequence,
        completeAt);
  }

  /** Everything in that part: jobs and groups, then each host with its tasks. */
  public Iterator<ThingState> things(Part part) {
    Collection<Stream<ThingState>> parts = new ArrayList<>();
    if (part.jobs) {
      parts.add(jobs.stream().map(job -> new ThingState.OfJob(job.id(), job.job())));
    }
    if (part.groups) {
      parts.add(groups.stream().map(group -> new ThingState.OfGroup(group.name(), group)));
    }
    Stream<HostView> chosen =
        part.hosts.isPresent()
            ? part.hosts.get().stream().map(this::host).flatMap(Optional::stream)
            : hosts.stream();
    parts.add(chosen.flatMap(host -> things(host, part)));
    return parts.stream().flatMap(it -> it).iterator();
  }

  private Optional<HostView> host(HostName name) {
    int at =
        Collections.binarySearch(
            hosts, HostView.unknown(name), Comparator.comparing(HostView::name));
    return at < 0 ? Optional.empty() : Optional.of(hosts.get(at));
  }

  private static Stream<ThingState> things(HostView host, Part part) {
    Stream<ThingState> tasks = tasks(host, part).map(job -> ThingState.OfTask.in(host, job));
    return host.registered()
        ? Stream.concat(Stream.of(new ThingState.OfHost(host.name(), host)), tasks)
        : tasks;
  }

  private static Stream<JobId> tasks(HostView host, Part part) {
    if (part.tasks.isPresent()) {
      return part.tasks.get().stream()
          .filter(
              job ->
                  host.deployments().containsKey(job)
                      || host.orders().containsKey(job)
                      || host.statuses().containsKey(job));
    }
    Set<JobId> jobs = new HashSet<>(host.deployments().keySet());
    jobs.addAll(host.orders().keySet());
    jobs.addAll(host.statuses().keySet());
    return jobs.stream();
  }
}
