package io.helios.cli.command;

import io.helios.cli.frame.Command;
import io.helios.cli.frame.Invocation;
import io.helios.cli.frame.Outcome;
import io.helios.cli.reference.JobReference;
import io.helios.model.api.JobDeleteResponse;
import io.helios.model.job.JobId;
import java.util.Map;
import net.sourceforge.argparse4j.inf.Subparser;

/** Removes a job that is deployed nowhere. */
final class RemoveCommand implements Command {
  @Override
  public String name() {
    return "remove";
  }

  @Override
  public String help() {
    return "remove a job";
  }

  @Override
  public String example() {
    return "helios remove web:1";
  }

  @Override
  public void declare(Subparser parser) {
    JobArguments.job(parser);
    JobArguments.token(parser);
    JobArguments.yes(parser);
  }

  @Override
  public Outcome run(Invocation invocation) {
    JobId id = JobReference.resolve(invocation, invocation.options().required("job")).id();
    if (!invocation.options().flag("yes")
        && !invocation.confirm("This will remove the job " + id)) {
      return Outcome.change(false, Map.of("status", "DECLINED"));
    }
    invocation.say("Removing job " + id);
    JobDeleteResponse response =
        invocation.get(invocation.client().deleteJob(id, invocation.options().required("token")));
    boolean done = response.status() == JobDeleteResponse.Status.OK;
    if (done) {
      invocation.say(id + ": done");
    } else {
      invocation.complain(id + ": failed: " + response.status() + explanation(response.status()));
    }
    return Outcome.change(done, response);
  }

  private static String explanation(JobDeleteResponse.Status status) {
    return switch (status) {
      case OK, JOB_NOT_FOUND -> "";
      case STILL_IN_USE -> " (it is still deployed; see 'helios status', 'helios undeploy -a')";
      case FORBIDDEN -> " (" + Explanations.TOKEN + ")";
    };
  }
}
