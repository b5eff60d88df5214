package io.helios.benchmarks.watch;

import io.helios.benchmarks.cluster.SyntheticCluster;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What a watcher watches.
 *
 * @param query of {@code /watch}
 * @param tasks of which it has to hear, in order; null for all
 */
record Subject(String query, int @Nullable [] tasks) {
  static final Subject EVERYTHING = new Subject("", null);

  /** A host and its tasks. */
  static Subject host(SyntheticCluster cluster, int host) {
    int first = host * cluster.tasks();
    return new Subject(
        "?kind=host,task&host=" + SyntheticCluster.host(host),
        IntStream.range(first, first + cluster.tasks()).toArray());
  }

  /** A job's tasks. */
  static Subject job(SyntheticCluster cluster, int job) {
    int all = cluster.hosts() * cluster.tasks();
    return new Subject(
        "?kind=task&job=" + cluster.job(job),
        IntStream.iterate(job, task -> task < all, task -> task + cluster.jobs()).toArray());
  }
}
