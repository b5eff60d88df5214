package io.helios.cli.reference;

import io.helios.cli.frame.CliError;
import io.helios.cli.frame.Invocation;
import io.helios.model.job.Job;
import io.helios.model.job.JobId;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Finds the one job that a reference means. */
public final class JobReference {
  private static final int SHOWN = 10;

  private JobReference() {}

  /**
   * The job whose id, {@code name:version} or name is the reference; failing that, the only one
   * whose id contains it.
   *
   * @throws CliError when there is none or more than one
   */
  public static Job resolve(Invocation invocation, String reference) {
    return resolve(invocation, reference, "JOB_NOT_FOUND");
  }

  /**
   * @param unknown the status that programs get when there is none
   */
  public static Job resolve(Invocation invocation, String reference, String unknown) {
    Map<JobId, Job> jobs = invocation.get(invocation.client().jobsMeantBy(reference));
    List<JobId> found = candidates(reference, jobs.keySet());
    if (found.isEmpty()) {
      throw new CliError("Unknown job: " + reference, status(unknown));
    }
    if (found.size() > 1) {
      String some =
          found.stream().limit(SHOWN).map(JobId::toShortString).collect(Collectors.joining(", "));
      throw new CliError(
          "Ambiguous job reference: "
              + reference
              + " (could be "
              + some
              + (found.size() > SHOWN ? ", ..." : "")
              + ")",
          status("AMBIGUOUS_JOB_REFERENCE"));
    }
    return Objects.requireNonNull(jobs.get(found.get(0)));
  }

  /** The jobs that are meant, sorted; a more exact match leaves out all others. */
  static List<JobId> candidates(String reference, Collection<JobId> ids) {
    List<Predicate<JobId>> exactFirst =
        List.of(
            id -> id.toString().equals(reference),
            id -> id.nameAndVersion().equals(reference),
            id -> isNameVersionAndPartOfHash(reference, id),
            id -> id.name().equals(reference),
            id -> id.toString().contains(reference));
    for (Predicate<JobId> matches : exactFirst) {
      List<JobId> found = ids.stream().filter(matches).sorted().toList();
      if (!found.isEmpty()) {
        return found;
      }
    }
    return List.of();
  }

  private static boolean isNameVersionAndPartOfHash(String reference, JobId id) {
    return id.toString().startsWith(reference)
        && reference.length() > id.nameAndVersion().length() + 1;
  }

  private static Map<String, Object> status(String status) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("status", status);
    json.put("job", null);
    json.put("host", null);
    return json;
  }
}
