package io.helios.master.host;

import io.helios.master.view.HostView;
import io.helios.model.host.HostSelector;
import io.helios.model.host.HostStatus;
import io.helios.model.job.JobId;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Which hosts are wanted; everything has to fit.
 *
 * @param name fits the name
 * @param selectors fit the labels
 * @param status null for any
 * @param cordoned null for any
 * @param job complete id or {@code name:version} of a job that is deployed there; empty for any
 */
record HostFilter(
    Predicate<String> name,
    List<HostSelector> selectors,
    HostStatus.@Nullable Status status,
    @Nullable Boolean cordoned,
    String job)
    implements Predicate<HostView> {
  @Override
  public boolean test(HostView host) {
    return selectors.stream().allMatch(it -> it.matches(host.labels()))
        && (status == null || host.up() == (status == HostStatus.Status.UP))
        && (cordoned == null || host.cordoned().isPresent() == cordoned)
        && (job.isEmpty() || host.deployments().keySet().stream().anyMatch(this::isJob))
        && name.test(host.name().value());
  }

  private boolean isJob(JobId id) {
    return id.toString().equals(job) || id.nameAndVersion().equals(job);
  }
}
