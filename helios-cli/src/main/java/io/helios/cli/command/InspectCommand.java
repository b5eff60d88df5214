package io.helios.cli.command;

import io.helios.cli.frame.Command;
import io.helios.cli.frame.Invocation;
import io.helios.cli.frame.Outcome;
import io.helios.cli.reference.JobReference;
import io.helios.cli.text.JobDescription;
import io.helios.model.job.Job;
import net.sourceforge.argparse4j.impl.Arguments;
import net.sourceforge.argparse4j.inf.Subparser;

/** Shows a job; its JSON is what {@code create -f} takes. */
final class InspectCommand implements Command {
  @Override
  public String name() {
    return "inspect";
  }

  @Override
  public String help() {
    return "show a job's definition";
  }

  @Override
  public String example() {
    return "helios inspect web:1 --json > web.json";
  }

  @Override
  public void declare(Subparser parser) {
    JobArguments.job(parser);
    parser
        .addArgument("--show-token")
        .action(Arguments.storeTrue())
        .help("show the token in clear; with --json it always is");
  }

  @Override
  public Outcome run(Invocation invocation) {
    Job job = JobReference.resolve(invocation, invocation.options().required("job"));
    JobDescription description =
        new JobDescription(invocation.setting().zone(), invocation.options().flag("show_token"));
    description.lines(job).forEach(invocation::say);
    return Outcome.listing(0, job);
  }
}
