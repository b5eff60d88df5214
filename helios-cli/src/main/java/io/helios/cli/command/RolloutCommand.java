package io.helios.cli.command;

import io.helios.cli.frame.Command;
import io.helios.cli.frame.Invocation;
import io.helios.cli.frame.Outcome;
import io.helios.cli.group.Ending;
import io.helios.cli.group.Following;
import io.helios.cli.group.RolloutReference;
import io.helios.client.Rollouts;
import io.helios.model.group.Rollout;
import io.helios.model.group.RolloutResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import net.sourceforge.argparse4j.impl.Arguments;
import net.sourceforge.argparse4j.inf.Subparser;

/** Looks at rollouts and steers them. */
final class RolloutCommand implements Command {
  /** What can be done. */
  private enum Action {
    LIST,
    INSPECT,
    STATUS,
    PAUSE,
    RESUME,
    PROMOTE,
    STOP,
    RETRY
  }

  @Override
  public String name() {
    return "rollout";
  }

  @Override
  public String help() {
    return "list, inspect and steer rollouts of deployment groups";
  }

  @Override
  public String example() {
    return "helios rollout status web --watch";
  }

  @Override
  public void declare(Subparser parser) {
    parser
        .addArgument("action")
        .choices(Arrays.stream(Action.values()).map(RolloutCommand::word).toList())
        .help("what to do; retry starts a new rollout over the hosts that failed");
    parser
        .addArgument("rollout")
        .metavar("ID|GROUP")
        .help("id of a rollout, or a deployment group, whose last one is meant");
    parser
        .addArgument("--limit")
        .type(Integer.class)
        .setDefault(RolloutView.LISTED)
        .metavar("N")
        .help("for list: the newest so many (default: 20)");
    parser
        .addArgument("--watch")
        .action(Arguments.storeTrue())
        .help("for status, resume, promote and retry: follow the rollout until it ends");
    FollowOption.declareLimit(parser);
    JobArguments.full(parser);
    JobArguments.yes(parser);
  }

  @Override
  public Outcome run(Invocation invocation) {
    FollowOption.check(invocation);
    String named = invocation.options().required("rollout");
    String word = invocation.options().required("action");
    Action action = Action.valueOf(word.toUpperCase(Locale.ROOT));
    if (action == Action.LIST) {
      return RolloutView.list(invocation, named);
    }
    Rollout rollout = RolloutReference.resolve(invocation, named);
    Rollouts rollouts = invocation.client().rollouts();
    return switch (action) {
      case LIST -> RolloutView.list(invocation, named);
      case INSPECT -> RolloutView.inspect(invocation, rollout);
      case STATUS ->
          invocation.options().flag("watch")
              ? follow(invocation, rollout.id())
              : RolloutView.status(invocation, rollout);
      case PAUSE -> acted(invocation, invocation.get(rollouts.pause(rollout.id())), "paused");
      case RESUME -> acted(invocation, invocation.get(rollouts.resume(rollout.id())), "resumed");
      case PROMOTE -> acted(invocation, invocation.get(rollouts.promote(rollout.id())), "promoted");
      case STOP -> stop(invocation, rollout);
      case RETRY -> acted(invocation, invocation.get(rollouts.retry(rollout.id())), "started");
    };
  }

  private static String word(Action action) {
    return action.name().toLowerCase(Locale.ROOT);
  }

  private static Outcome stop(Invocation invocation, Rollout rollout) {
    if (!invocation.options().flag("yes")
        && !invocation.confirm(
            "This will stop the rollout %s of %s to %s where it stands"
                .formatted(rollout.id(), rollout.group(), rollout.jobId().toShortString()))) {
      return Outcome.change(false, Map.of("status", "DECLINED"));
    }
    RolloutResponse response = invocation.get(invocation.client().rollouts().stop(rollout.id()));
    return acted(invocation, response, "stopped");
  }

  private static Outcome acted(Invocation invocation, RolloutResponse response, String done) {
    invocation.say("Rollout " + response.rolloutId() + " " + done);
    return invocation.options().flag("watch")
        ? follow(invocation, response.rolloutId())
        : Outcome.change(true, response);
  }

  private static Outcome follow(Invocation invocation, String id) {
    Instant start = invocation.setting().clock().instant();
    Following.Seen seen = new Following(invocation).until(id, FollowOption.limit(invocation));
    Duration took = Duration.between(start, invocation.setting().clock().instant());
    Ending.Verdict verdict = Ending.tell(invocation, seen, took);
    return new Outcome(verdict.good() ? 0 : 1, seen.rollout(), true);
  }
}
