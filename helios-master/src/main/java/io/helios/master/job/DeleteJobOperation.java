package io.helios.master.job;

import io.helios.coordination.layout.Paths;
import io.helios.coordination.tree.Changes;
import io.helios.master.commit.Decision;
import io.helios.master.commit.Decision.Proof;
import io.helios.master.job.JobRefusal.Forbidden;
import io.helios.master.job.JobRefusal.NotFound;
import io.helios.master.job.JobRefusal.StillInUse;
import io.helios.master.view.ClusterView;
import io.helios.master.view.JobView;
import io.helios.model.job.Job;
import io.helios.model.job.JobId;

/**
 * Removes a job that is deployed nowhere; also one whose definition cannot be read, and with it its
 * token: its name would be taken for ever.
 */
final class DeleteJobOperation {
  private DeleteJobOperation() {}

  record Request(JobId job, String token) {}

  static Decision<JobRefusal> decide(Request request, ClusterView view) {
    JobId id = request.job();
    Job job = view.job(id).map(JobView::job).orElse(null);
    if (job == null && !view.jobsCalled(id.nameAndVersion()).contains(id)) {
      return Decision.refuse(new NotFound(id));
    } else if (job != null && !job.token().equals(request.token())) {
      return Decision.refuse(new Forbidden(id));
    } else if (!view.hostsOf(id).isEmpty()) {
      return Decision.refuse(new StillInUse(id));
    }
    // A damaged one beside another job of that name is not the one that holds the name.
    boolean holdsName = job != null || view.jobsCalled(id.nameAndVersion()).size() == 1;
    Changes name = holdsName ? Changes.NONE.delete(Paths.jobReference(id)) : Changes.NONE;
    // The job's node has a child for each host it is deployed on: then its deletion is rejected.
    return Decision.change(name.delete(Paths.job(id)), Proof.isGone(Paths.job(id)));
  }
}
