package io.helios.client;

import io.helios.model.job.JobId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** What to be told of; everything given has to fit, nothing given is everything. Immutable. */
public final class WatchRequest {
  private final Request request;

  private WatchRequest(Request request) {
    this.request = request;
  }

  /** Every host, job, task and group. */
  public static WatchRequest everything() {
    return new WatchRequest(Request.get("/watch"));
  }

  /**
   * Only things of these kinds.
   *
   * @param kinds of {@code host}, {@code job}, {@code task} and {@code group}
   */
  public WatchRequest kinds(String... kinds) {
    return with("kind", List.of(kinds));
  }

  /** Only these jobs, by complete id, and their tasks. */
  public WatchRequest jobs(JobId... jobs) {
    List<String> ids = new ArrayList<>();
    for (JobId job : jobs) {
      ids.add(job.toString());
    }
    return with("job", ids);
  }

  /** Only these hosts and their tasks. */
  public WatchRequest hosts(Collection<String> hosts) {
    return with("host", hosts);
  }

  /**
   * Only hosts in whose names the pattern is found.
   *
   * @param pattern a regular expression
   */
  public WatchRequest hostPattern(String pattern) {
    return with("hostPattern", List.of(pattern));
  }

  /**
   * Only hosts whose labels match all selectors.
   *
   * @param selectors such as {@code role=web}
   */
  public WatchRequest selectors(Collection<String> selectors) {
    return with("selector", selectors);
  }

  /** Only the group, and the hosts that it has. */
  public WatchRequest group(String group) {
    return with("group", List.of(group));
  }

  Request request() {
    return request;
  }

  private WatchRequest with(String name, Collection<String> values) {
    Request more = request;
    for (String value : values) {
      more = more.with(name, value);
    }
    return new WatchRequest(more);
  }
}
