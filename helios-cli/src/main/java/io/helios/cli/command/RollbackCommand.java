package io.helios.cli.command;

import io.helios.cli.frame.CliError;
import io.helios.cli.frame.Command;
import io.helios.cli.frame.Invocation;
import io.helios.cli.frame.Outcome;
import io.helios.cli.group.Ending;
import io.helios.cli.group.Following;
import io.helios.client.Rollouts;
import io.helios.model.group.DeploymentGroup;
import io.helios.model.group.Rollout;
import io.helios.model.group.RolloutResponse;
import io.helios.model.job.JobId;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import net.sourceforge.argparse4j.inf.Subparser;

/** Brings a group back to an earlier job. */
final class RollbackCommand implements Command {
  @Override
  public String name() {
    return "rollback";
  }

  @Override
  public String help() {
    return "bring a deployment group back to the job it had before";
  }

  @Override
  public String example() {
    return "helios rollback web";
  }

  @Override
  public void declare(Subparser parser) {
    GroupArguments.group(parser);
    parser
        .addArgument("--to")
        .metavar("ROLLOUT")
        .help("id of an earlier rollout, to whose job it goes; see 'helios rollout list'");
    JobArguments.yes(parser);
    FollowOption.declare(parser);
  }

  @Override
  public Outcome run(Invocation invocation) {
    FollowOption.check(invocation);
    String name = invocation.options().required("group");
    Optional<String> to = invocation.options().text("to");
    Rollouts rollouts = invocation.client().rollouts();
    DeploymentGroup group = GroupArguments.resolve(invocation, name);
    String target = to.map(id -> jobOf(invocation, id).toShortString()).orElse("the job before");
    JobId current = group.jobId();
    if (current == null) {
      throw new CliError("The group " + name + " has no job, so there is nothing to go back from");
    }
    if (!invocation.options().flag("yes")
        && !invocation.confirm(
            "This will bring "
                + name
                + " from "
                + current.toShortString()
                + " back to "
                + target)) {
      return Outcome.change(false, Map.of("status", "DECLINED"));
    }
    Instant start = invocation.setting().clock().instant();
    RolloutResponse response =
        invocation.get(
            to.isPresent() ? rollouts.rollback(name, to.get()) : rollouts.rollback(name));
    Rollout rollout =
        invocation
            .get(rollouts.get(response.rolloutId()))
            .orElseThrow(() -> new CliError("The rollout is gone; was the group removed?"));
    invocation.say(
        "Rollback started: %s -> %s (rollout %s)"
            .formatted(name, rollout.jobId().toShortString(), rollout.id()));
    if (invocation.options().flag("async")) {
      return Outcome.change(true, response);
    }
    invocation.say("");
    Following.Seen seen =
        new Following(invocation).until(rollout.id(), FollowOption.limit(invocation));
    Duration took = Duration.between(start, invocation.setting().clock().instant());
    Ending.Verdict verdict = Ending.tell(invocation, seen, took);
    Map<String, Object> json = new TreeMap<>(verdict.json());
    json.put("job", rollout.jobId());
    json.put("duration", took.toMillis() / 1000.0);
    return Outcome.change(verdict.good(), json);
  }

  private static JobId jobOf(Invocation invocation, String id) {
    return invocation
        .get(invocation.client().rollouts().get(id))
        .map(Rollout::jobId)
        .orElseThrow(() -> new CliError("There is no rollout " + id));
  }
}
