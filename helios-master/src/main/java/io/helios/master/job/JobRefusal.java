package io.helios.master.job;

import io.helios.model.job.JobId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Why a job was not created or removed. */
public sealed interface JobRefusal {
  /**
   * The definition breaks rules.
   *
   * @param id as given, with the hash where it could be computed
   * @param errors at least one
   */
  record Invalid(@Nullable JobId id, List<String> errors) implements JobRefusal {
    public Invalid {
      errors = List.copyOf(errors);
    }
  }

  /** A job of that name and version is there, whatever its content. */
  record AlreadyExists(JobId id) implements JobRefusal {}

  record NotFound(JobId id) implements JobRefusal {}

  /** The token is not the job's. */
  record Forbidden(JobId id) implements JobRefusal {}

  /** It is deployed somewhere. */
  record StillInUse(JobId id) implements JobRefusal {}
}
