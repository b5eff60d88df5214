package io.helios.master.job;

import io.helios.coordination.layout.Paths;
import io.helios.coordination.layout.Stored;
import io.helios.coordination.tree.Changes;
import io.helios.master.commit.Decision;
import io.helios.master.commit.Decision.Proof;
import io.helios.master.job.JobRefusal.AlreadyExists;
import io.helios.master.view.ClusterView;
import io.helios.model.job.Job;
import io.helios.model.job.JobId;

/** Makes a job known; its name and version are unique in the cluster. */
final class CreateJobOperation {
  private CreateJobOperation() {}

  /**
   * Decides on a new job.
   *
   * @param job valid and complete, with hash, creation time and user
   * @param historyStands whether an earlier job of this id has left its history behind; otherwise
   *     it begins with the job, so that hosts to which the job comes at once do not race to begin
   *     it
   */
  static Decision<JobRefusal> decide(Job job, ClusterView view, boolean historyStands) {
    JobId id = job.id();
    if (!view.jobsCalled(id.nameAndVersion()).isEmpty()) {
      return Decision.refuse(new AlreadyExists(id));
    }
    byte[] data = Stored.bytes(job);
    Changes changes =
        Changes.NONE.create(Paths.job(id), data).create(Paths.jobReference(id), Stored.bytes(id));
    return Decision.change(
        historyStands ? changes : changes.create(Paths.jobHistory(id)),
        Proof.holds(Paths.job(id), data));
  }
}
