package io.helios.cli.command;

import io.helios.cli.frame.Invocation;
import io.helios.cli.frame.Outcome;
import io.helios.cli.group.RolloutText;
import io.helios.cli.text.HostText;
import io.helios.cli.text.Table;
import io.helios.model.group.ResolvedOptions;
import io.helios.model.group.RolloutPlan;
import io.helios.model.job.JobId;
import io.helios.model.job.RolloutOptions;

/** What a rollout would do. */
final class PlanView {
  private PlanView() {}

  static Outcome show(
      Invocation invocation,
      String group,
      JobId job,
      RolloutOptions options,
      ResolvedOptions resolved) {
    RolloutPlan plan = invocation.get(invocation.client().rollouts().plan(group, job, options));
    invocation.say(
        "Plan: %s -> %s (%s)".formatted(group, job.toShortString(), RolloutText.options(resolved)));
    invocation.say("");
    Table table = new Table("HOST", "ACTION", "BATCH", "WHY");
    for (RolloutPlan.PlannedHost host : plan.hosts()) {
      table.row(
          HostText.text(host.host(), invocation.setting().searchDomains(), false),
          host.action(),
          host.batch() == null ? "-" : host.batch(),
          host.reason());
    }
    table.lines().forEach(invocation::say);
    invocation.say("");
    Long estimate = plan.estimateSeconds();
    invocation.say(
        plan.batches()
            + (plan.batches() == 1 ? " batch" : " batches")
            + (estimate == null ? "" : ", about " + estimate + " s"));
    invocation.say("Fingerprint: " + plan.fingerprint());
    invocation.advise(
        "Nothing was changed. To do just that, repeat the command with --plan "
            + plan.fingerprint()
            + " in place of --dry-run.");
    return Outcome.listing(0, plan);
  }
}
