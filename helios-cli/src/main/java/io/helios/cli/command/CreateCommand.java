package io.helios.cli.command;

import io.helios.cli.frame.CliError;
import io.helios.cli.frame.Command;
import io.helios.cli.frame.Invocation;
import io.helios.cli.frame.Options;
import io.helios.cli.frame.Outcome;
import io.helios.cli.job.JobFile;
import io.helios.cli.job.JobFlags;
import io.helios.cli.reference.JobReference;
import io.helios.model.api.CreateJobResponse;
import io.helios.model.job.Job;
import io.helios.model.job.JobBuilder;
import io.helios.model.job.JobId;
import io.helios.model.job.JobValidator;
import io.helios.model.json.Json;
import java.util.List;
import java.util.Optional;
import net.sourceforge.argparse4j.impl.Arguments;
import net.sourceforge.argparse4j.inf.Subparser;

/** Creates a job from flags, a file, or another job. */
final class CreateCommand implements Command {
  private static final String HIDDEN = "***";

  @Override
  public String name() {
    return "create";
  }

  @Override
  public String help() {
    return "create a job";
  }

  @Override
  public String example() {
    return "helios create web:1 nginx:1 -p http=80 --env COLOR=blue";
  }

  @Override
  public void declare(Subparser parser) {
    parser.addArgument("id").nargs("?").metavar("ID").help("name:version");
    parser.addArgument("image").nargs("?").metavar("IMAGE").help("container image");
    parser
        .addArgument("args")
        .nargs("*")
        .metavar("ARG")
        .help("command of the container; put -- before it if it has options of its own");
    parser
        .addArgument("-f", "--file")
        .metavar("FILE")
        .help("start from this job in JSON; - is standard input");
    parser
        .addArgument("-t", "--template")
        .metavar("JOB")
        .help("start from this existing job; needs a new ID");
    parser
        .addArgument("-q", "--quiet")
        .action(Arguments.storeTrue())
        .help("print only the id of the job");
    parser
        .addArgument("--dry-run")
        .action(Arguments.storeTrue())
        .help("only ask the master whether it would accept the job");
    JobFlags.declare(parser);
  }

  @Override
  public Outcome run(Invocation invocation) {
    Options options = invocation.options();
    boolean quiet = options.flag("quiet");
    boolean dryRun = options.flag("dry_run");
    Job job = JobFlags.apply(base(invocation), options, invocation.setting().environment());
    // The master computes the hash; a wrong one would only stand in the way.
    job =
        job.toBuilder()
            .setId(new JobId(job.id().name(), job.id().version(), null))
            .setCreated(null)
            .setCreatingUser(null)
            .build();
    List<String> errors =
        List.copyOf(
            JobValidator.forClients().validate(job, invocation.setting().clock().instant()));
    if (!errors.isEmpty()) {
      throw new CliError(
          String.join("\n", errors),
          new CreateJobResponse(
              CreateJobResponse.Status.INVALID_JOB_DEFINITION, errors, job.id().toString()));
    }
    if (!quiet) {
      invocation.say((dryRun ? "Checking job: " : "Creating job: ") + Json.text(withoutToken(job)));
    }
    CreateJobResponse response =
        dryRun ? judged(invocation, job) : invocation.get(invocation.client().createJob(job));
    if (response.status() == CreateJobResponse.Status.OK) {
      if (!quiet) {
        invocation.say(dryRun ? "The job is good; nothing was created." : "Done.");
      }
      invocation.say(String.valueOf(response.id()));
      return Outcome.change(true, response);
    }
    invocation.complain(
        "Failed: "
            + response.status()
            + (response.id() == null ? "" : " " + response.id())
            + explanation(response));
    return Outcome.change(false, response);
  }

  private static CreateJobResponse judged(Invocation invocation, Job job) {
    return invocation
        .get(invocation.client().validateJob(job))
        .orElseThrow(
            () ->
                new CliError(
                    "This master cannot judge a job without creating it; nothing was created"));
  }

  private static String explanation(CreateJobResponse response) {
    if (response.status() == CreateJobResponse.Status.JOB_ALREADY_EXISTS) {
      return " (a name and version can be used once; see 'helios inspect')";
    }
    return response.errors().isEmpty() ? "" : "\n" + String.join("\n", response.errors());
  }

  private static Job withoutToken(Job job) {
    return job.token().isEmpty() ? job : job.toBuilder().setToken(HIDDEN).build();
  }

  private static Job base(Invocation invocation) {
    Options options = invocation.options();
    Optional<String> id = options.text("id");
    Optional<String> file = options.text("file");
    Optional<String> template = options.text("template");
    if (file.isPresent() && template.isPresent()) {
      throw new CliError("Please use only one of -t/--template and -f/--file");
    }
    Job base;
    if (file.isPresent()) {
      base = JobFile.read(file.get(), id.orElse(""), invocation.setting());
    } else if (template.isPresent()) {
      if (id.isEmpty()) {
        throw new CliError("Please specify a new ID for the job that is made from the template");
      }
      base = JobReference.resolve(invocation, template.get(), "UNKNOWN_JOB");
    } else {
      if (id.isEmpty() || options.text("image").isEmpty()) {
        throw new CliError(
            "Please specify ID and IMAGE, or a definition with -f/--file or -t/--template");
      }
      base = Job.newBuilder("", "").build();
    }
    JobBuilder job = base.toBuilder();
    id.map(CreateCommand::parse).ifPresent(job::setId);
    options.text("image").ifPresent(job::setImage);
    return job.build();
  }

  private static JobId parse(String text) {
    try {
      return JobId.parse(text);
    } catch (IllegalArgumentException e) {
      throw new CliError("Invalid job id '" + text + "': expected name:version", e);
    }
  }
}
