package io.helios.cli.command;

import io.helios.cli.await.Awaited;
import io.helios.cli.await.Judgement;
import io.helios.cli.await.Waiting;
import io.helios.cli.frame.CliError;
import io.helios.cli.frame.Invocation;
import io.helios.cli.frame.Outcome;
import io.helios.model.job.JobId;
import java.time.Duration;
import java.util.Map;

/** What {@code --wait} adds to a change that was made on several hosts. */
final class WaitOption {
  private WaitOption() {}

  /** Checked before anything is changed. */
  static void check(Invocation invocation) {
    int timeout = invocation.options().number("timeout").orElse(1);
    if (timeout <= 0) {
      throw new CliError("--timeout must be more than 0 seconds, but is " + timeout);
    }
  }

  static Outcome after(
      Invocation invocation, JobId job, Awaited awaited, PerHost.Outcomes outcomes) {
    boolean good = outcomes.allDone();
    if (invocation.options().flag("wait") && !outcomes.done().isEmpty()) {
      Duration limit = Duration.ofSeconds(invocation.options().number("timeout").orElse(300));
      Map<String, Judgement> ended =
          new Waiting(invocation, job, awaited, limit).on(outcomes.done());
      for (Map.Entry<String, Judgement> host : ended.entrySet()) {
        boolean done = host.getValue().verdict() == Judgement.Verdict.DONE;
        good &= done;
        Map<String, Object> json = outcomes.json().get(host.getKey());
        if (json != null) {
          json.put("outcome", done ? awaited.name() : "FAILED");
          json.put("reason", done ? "" : host.getValue().words());
        }
      }
    }
    return Outcome.change(good, outcomes.document());
  }
}
