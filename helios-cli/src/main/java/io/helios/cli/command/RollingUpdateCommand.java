package io.helios.cli.command;

import io.helios.cli.frame.CliError;
import io.helios.cli.frame.Command;
import io.helios.cli.frame.Invocation;
import io.helios.cli.frame.Outcome;
import io.helios.cli.group.Ending;
import io.helios.cli.group.Following;
import io.helios.cli.group.GroupFollowing;
import io.helios.cli.group.RolloutFlags;
import io.helios.cli.group.RolloutText;
import io.helios.cli.reference.JobReference;
import io.helios.model.group.DeploymentGroupStatusResponse;
import io.helios.model.group.ResolvedOptions;
import io.helios.model.group.RollingUpdateResponse;
import io.helios.model.job.Job;
import io.helios.model.job.JobId;
import io.helios.model.job.RolloutOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import net.sourceforge.argparse4j.impl.Arguments;
import net.sourceforge.argparse4j.inf.Subparser;

/** Brings a job to all hosts of a group. */
final class RollingUpdateCommand implements Command {
  @Override
  public String name() {
    return "rolling-update";
  }

  @Override
  public String help() {
    return "bring a job to all hosts of a deployment group, a few at a time";
  }

  @Override
  public String example() {
    return "helios rolling-update web:2 web --par 5 --max-failures 10% --rollback-on-failure";
  }

  @Override
  public void declare(Subparser parser) {
    JobArguments.job(parser);
    GroupArguments.group(parser);
    RolloutFlags.declare(parser);
    parser
        .addArgument("--dry-run")
        .action(Arguments.storeTrue())
        .help("only show what would happen to each host, and why");
    parser
        .addArgument("--plan")
        .metavar("FINGERPRINT")
        .help("of a dry run; refuse if the facts have changed since");
    FollowOption.declare(parser);
  }

  @Override
  public Outcome run(Invocation invocation) {
    RolloutFlags.check(invocation.options());
    FollowOption.check(invocation);
    boolean dryRun = invocation.options().flag("dry_run");
    Optional<String> plan = invocation.options().text("plan");
    if (dryRun && plan.isPresent()) {
      throw new CliError("--dry-run and --plan exclude each other: a plan is for the real run");
    }
    Job job = JobReference.resolve(invocation, invocation.options().required("job"));
    String group = invocation.options().required("group");
    RolloutOptions options = RolloutFlags.read(invocation.options(), job.rolloutOptions());
    ResolvedOptions resolved = ResolvedOptions.resolve(options, job.rolloutOptions());
    if (dryRun) {
      return PlanView.show(invocation, group, job.id(), options, resolved);
    }
    Instant start = invocation.setting().clock().instant();
    RollingUpdateResponse response =
        invocation.get(
            plan.isPresent()
                ? invocation.client().rollouts().start(group, job.id(), options, plan.get())
                : invocation.client().rollingUpdate(group, job.id(), options));
    Map<String, Object> json = new TreeMap<>();
    json.put("parallelism", resolved.parallelism());
    json.put("timeout", resolved.timeout().toSeconds());
    json.put("overlap", resolved.overlap());
    json.put("token", resolved.token());
    json.put("ignoreFailures", resolved.ignoreFailures());
    json.put("migrate", resolved.migrate());
    if (response.status() != RollingUpdateResponse.Status.OK) {
      invocation.complain("Failed: " + response.status() + explanation(response.status()));
      json.put("status", response.status());
      return Outcome.change(false, json);
    }
    boolean async = invocation.options().flag("async");
    invocation.say(
        "Rolling update%s started: %s -> %s (%s)"
            .formatted(
                async ? " (async)" : "",
                group,
                job.id().toShortString(),
                RolloutText.options(resolved)));
    if (async) {
      if (response.rolloutId() != null) {
        invocation.say("See: helios rollout status " + response.rolloutId());
        json.put("rolloutId", response.rolloutId());
      }
      json.put("status", "OK");
      return Outcome.change(true, json);
    }
    invocation.say("");
    boolean good =
        response.rolloutId() == null
            ? ofGroup(invocation, group, job.id(), start, json)
            : ofRollout(invocation, response.rolloutId(), start, json);
    json.put("duration", took(invocation, start).toMillis() / 1000.0);
    return Outcome.change(good, json);
  }

  private static boolean ofRollout(
      Invocation invocation, String id, Instant start, Map<String, Object> json) {
    Following.Seen seen = new Following(invocation).until(id, FollowOption.limit(invocation));
    Ending.Verdict verdict = Ending.tell(invocation, seen, took(invocation, start));
    json.putAll(verdict.json());
    return verdict.good();
  }

  /** Masters of the predecessor give no id. */
  private static boolean ofGroup(
      Invocation invocation, String group, JobId job, Instant start, Map<String, Object> json) {
    GroupFollowing.Seen seen =
        GroupFollowing.until(invocation, group, job, FollowOption.limit(invocation));
    invocation.say("");
    boolean done = seen.status().status() == DeploymentGroupStatusResponse.Status.ACTIVE;
    if (seen.timedOut()) {
      json.put("status", "TIMEOUT");
      invocation.complain("Timed out! (rolling-update still in progress)");
    } else if (done) {
      json.put("status", "DONE");
      invocation.say("Done.");
    } else {
      String error = Objects.requireNonNullElse(seen.status().error(), "");
      json.put("status", "FAILED");
      json.put("error", error);
      invocation.complain("Failed: " + error);
    }
    invocation.say(Ending.duration(took(invocation, start)));
    return done;
  }

  private static Duration took(Invocation invocation, Instant start) {
    return Duration.between(start, invocation.setting().clock().instant());
  }

  private static String explanation(RollingUpdateResponse.Status status) {
    return switch (status) {
      case OK -> "";
      case DEPLOYMENT_GROUP_NOT_FOUND -> " (see 'helios list-deployment-groups')";
      case JOB_NOT_FOUND -> " (see 'helios jobs')";
    };
  }
}
