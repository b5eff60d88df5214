package io.helios.master.job;

import io.helios.master.http.NamePattern;
import io.helios.model.job.Job;
import io.helios.model.job.JobId;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Query parameters that choose jobs.
 *
 * @param query part of an id; empty for any
 * @param hostPattern only jobs deployed on hosts whose name fits; empty for all
 * @param reference what a user typed: if a job has exactly this id, or this name and version, only
 *     that one; otherwise as {@code query}
 */
record JobQuery(String query, String hostPattern, String reference) {
  /** By id. */
  List<Job> find(Jobs jobs) {
    Predicate<JobId> wanted = id -> id.toString().contains(query);
    if (!hostPattern.isEmpty()) {
      Set<JobId> deployed = jobs.deployedOn(new NamePattern(hostPattern));
      wanted = wanted.and(deployed::contains);
    }
    if (!reference.isEmpty()) {
      List<Job> exact =
          jobs.all(
              wanted.and(
                  id -> id.toString().equals(reference) || id.nameAndVersion().equals(reference)));
      if (!exact.isEmpty()) {
        return exact;
      }
      wanted = wanted.and(id -> id.toString().contains(reference));
    }
    return jobs.all(wanted);
  }
}
