package io.helios.master.view;

import io.helios.model.job.JobId;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An immutable map by job, in the order of ids. A host has three, each with an entry per task, and
 * one of them is replaced with every status: so it is two arrays, which cost little to keep and
 * little to copy. Maps with the same jobs share the array of jobs.
 */
final class JobMap<V> extends AbstractMap<JobId, V> {
  private static final JobMap<?> EMPTY = new JobMap<>(new JobId[0], new Object[0]);

  private final JobId[] jobs;
  private final Object[] values;

  private JobMap(JobId[] jobs, Object[] values) {
    this.jobs = jobs;
    this.values = values;
  }

  @SuppressWarnings("unchecked") // It has no values.
  static <V> JobMap<V> empty() {
    return (JobMap<V>) EMPTY;
  }

  /** That map as one of these. */
  static <V> JobMap<V> of(Map<JobId, V> map) {
    if (map instanceof JobMap<V> already) {
      return already;
    }
    JobMap<V> all = empty();
    for (Map.Entry<JobId, V> entry : map.entrySet()) {
      all = all.with(entry.getKey(), entry.getValue());
    }
    return all;
  }

  /** The same, but with that value; without one for null. */
  JobMap<V> with(JobId job, @Nullable V value) {
    int at = Arrays.binarySearch(jobs, job);
    if (value == null) {
      return at < 0 ? this : without(at);
    }
    if (at >= 0) {
      Object[] changed = values.clone();
      changed[at] = value;
      return new JobMap<>(jobs, changed);
    }
    int gap = -at - 1;
    JobId[] moreJobs = Arrays.copyOf(jobs, jobs.length + 1);
    System.arraycopy(jobs, gap, moreJobs, gap + 1, jobs.length - gap);
    moreJobs[gap] = job;
    Object[] moreValues = Arrays.copyOf(values, values.length + 1);
    System.arraycopy(values, gap, moreValues, gap + 1, values.length - gap);
    moreValues[gap] = value;
    return new JobMap<>(moreJobs, moreValues);
  }

  private JobMap<V> without(int at) {
    if (jobs.length == 1) {
      return empty();
    }
    JobId[] fewerJobs = Arrays.copyOf(jobs, jobs.length - 1);
    System.arraycopy(jobs, at + 1, fewerJobs, at, fewerJobs.length - at);
    Object[] fewerValues = Arrays.copyOf(values, values.length - 1);
    System.arraycopy(values, at + 1, fewerValues, at, fewerValues.length - at);
    return new JobMap<>(fewerJobs, fewerValues);
  }

  @Override
  public int size() {
    return jobs.length;
  }

  @Override
  public boolean containsKey(Object key) {
    return indexOf(key) >= 0;
  }

  @Override
  public @Nullable V get(Object key) {
    int at = indexOf(key);
    return at < 0 ? null : value(at);
  }

  private int indexOf(@Nullable Object key) {
    return key instanceof JobId job ? Arrays.binarySearch(jobs, job) : -1;
  }

  @SuppressWarnings("unchecked") // Only with() puts something there.
  private V value(int at) {
    return (V) values[at];
  }

  @Override
  public Set<Map.Entry<JobId, V>> entrySet() {
    return new Entries();
  }

  private final class Entries extends AbstractSet<Map.Entry<JobId, V>> {
    @Override
    public int size() {
      return jobs.length;
    }

    @Override
    public Iterator<Map.Entry<JobId, V>> iterator() {
      return new Iterator<>() {
        private int next;

        @Override
        public boolean hasNext() {
          return next < jobs.length;
        }

        @Override
        public Map.Entry<JobId, V> next() {
          if (!hasNext()) {
            throw new NoSuchElementException();
          }
          int at = next;
          next++;
          return Map.entry(jobs[at], value(at));
        }
      };
    }
  }
}
