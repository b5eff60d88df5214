package io.helios.master.view;

import io.helios.model.job.JobId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The whole view at one moment: cheap to take, since hosts and jobs are immutable values.
 *
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
  static Picture of(ClusterView view, long position, long sequence, long completeAt) {
    return new Picture(
        List.copyOf(view.hosts()),
        List.copyOf(view.jobs()),
        view.groups(),
        position,
        sequence,
        completeAt);
  }

  /** Everything in it: jobs and groups, then each host with its tasks. */
  public Iterator<ThingState> things() {
    Collection<Stream<ThingState>> parts = new ArrayList<>();
    parts.add(jobs.stream().map(job -> new ThingState.OfJob(job.id(), job.job())));
    parts.add(groups.stream().map(group -> new ThingState.OfGroup(group.name(), group)));
    parts.add(hosts.stream().flatMap(Picture::things));
    return parts.stream().flatMap(part -> part).iterator();
  }

  private static Stream<ThingState> things(HostView host) {
    Set<JobId> jobs = new HashSet<>(host.deployments().keySet());
    jobs.addAll(host.orders().keySet());
    jobs.addAll(host.statuses().keySet());
    Stream<ThingState> tasks = jobs.stream().map(job -> ThingState.OfTask.in(host, job));
    return host.registered()
        ? Stream.concat(Stream.of(new ThingState.OfHost(host.name(), host)), tasks)
        : tasks;
  }
}
