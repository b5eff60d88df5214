package io.helios.cli.command;

import io.helios.cli.frame.CliError;
import io.helios.cli.frame.Invocation;
import io.helios.cli.frame.Outcome;
import io.helios.cli.group.RolloutText;
import io.helios.cli.text.HostText;
import io.helios.cli.text.Table;
import io.helios.model.group.HostOutcome;
import io.helios.model.group.Rollout;
import io.helios.model.group.RolloutEvent;
import io.helios.model.group.RolloutState;
import io.helios.model.group.RolloutSummary;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Rollouts as they are shown. */
final class RolloutView {
  static final int LISTED = 20;

  /** Hosts that a status of a large rollout need not name. */
  private static final Set<HostOutcome.State> QUIET =
      EnumSet.of(HostOutcome.State.TODO, HostOutcome.State.DONE, HostOutcome.State.SKIPPED);

  private RolloutView() {}

  static Outcome list(Invocation invocation, String group) {
    int limit = invocation.options().number("limit").orElse(LISTED);
    if (limit <= 0) {
      throw new CliError("--limit must be more than 0, but is " + limit);
    }
    List<RolloutSummary> rollouts =
        invocation
            .get(invocation.client().rollouts().list(group, limit))
            .orElseThrow(() -> GroupArguments.unknown(group));
    Instant now = invocation.setting().clock().instant();
    Table table = new Table("ID", "STARTED", "TOOK", "STATE", "WHY", "BY", "JOB", "HOSTS");
    for (RolloutSummary each : rollouts) {
      table.row(
          each.id(),
          RolloutText.time(each.created(), invocation.setting().zone()),
          RolloutText.took(each, now),
          each.state(),
          each.reason(),
          each.user() == null ? "-" : each.user(),
          RolloutText.jobs(each.fromJob(), each.jobId()),
          RolloutText.counts(each.counts()));
    }
    if (rollouts.isEmpty()) {
      invocation.advise("The group " + group + " never had a rollout.");
    } else {
      table.lines().forEach(invocation::say);
    }
    return Outcome.listing(0, rollouts);
  }

  static Outcome inspect(Invocation invocation, Rollout rollout) {
    head(invocation, rollout);
    hosts(invocation, rollout, true);
    if (!rollout.events().isEmpty()) {
      invocation.say("");
    }
    for (RolloutEvent event : rollout.events()) {
      invocation.say(
          RolloutText.time(event.timestamp(), invocation.setting().zone())
              + " "
              + (event.host() == null ? "" : event.host() + ": ")
              + event.message());
    }
    return Outcome.listing(0, rollout);
  }

  static Outcome status(Invocation invocation, Rollout rollout) {
    head(invocation, rollout);
    hosts(invocation, rollout, invocation.options().flag("full"));
    return Outcome.listing(0, rollout);
  }

  private static void head(Invocation invocation, Rollout rollout) {
    Instant now = invocation.setting().clock().instant();
    RolloutText.lines(rollout, invocation.setting().zone(), now).forEach(invocation::say);
    if (rollout.state() == RolloutState.AWAITING_PROMOTION) {
      invocation.advise("It goes on with: helios rollout promote " + rollout.id());
    }
  }

  private static void hosts(Invocation invocation, Rollout rollout, boolean all) {
    List<HostOutcome> shown =
        rollout.hosts().stream()
            .filter(host -> all || host.isCordoned() || !QUIET.contains(host.state()))
            .toList();
    if (shown.isEmpty()) {
      return;
    }
    invocation.say("");
    boolean full = invocation.options().flag("full");
    Table table = new Table("HOST", "STATE", "TOOK", "WHY");
    for (HostOutcome host : shown) {
      table.row(
          HostText.text(host.host(), invocation.setting().searchDomains(), full),
          host.state(),
          RolloutText.times(host),
          host.reason() == null ? "" : host.reason());
    }
    table.lines().forEach(invocation::say);
  }
}
