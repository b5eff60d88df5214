package io.helios.cli.command;

import io.helios.cli.frame.Command;
import io.helios.cli.frame.Invocation;
import io.helios.cli.frame.Outcome;
import io.helios.cli.reference.HostReference;
import io.helios.model.api.HostCordonResponse;
import java.util.List;
import net.sourceforge.argparse4j.inf.Subparser;

/** {@code cordon} and {@code uncordon}: keep new deployments off hosts, and let them in again. */
record CordonCommand(boolean on) implements Command {
  @Override
  public String name() {
    return on ? "cordon" : "uncordon";
  }

  @Override
  public String help() {
    return on ? "keep new deployments off hosts" : "let new deployments onto hosts again";
  }

  @Override
  public String example() {
    return on ? "helios cordon host1 --reason 'bad disk'" : "helios uncordon host1";
  }

  @Override
  public void declare(Subparser parser) {
    JobArguments.hosts(parser, "+");
    if (on) {
      parser
          .addArgument("--reason")
          .setDefault("")
          .metavar("TEXT")
          .help("shown to whoever wants to deploy there");
    }
  }

  @Override
  public Outcome run(Invocation invocation) {
    List<String> hosts = HostReference.resolve(invocation, invocation.options().all("hosts"));
    invocation.say((on ? "Cordoning " : "Uncordoning ") + hosts);
    String reason = on ? invocation.options().required("reason") : "";
    PerHost.Outcomes outcomes =
        PerHost.of(
            invocation,
            hosts,
            host ->
                on
                    ? invocation.client().cordonHost(host, reason)
                    : invocation.client().uncordonHost(host),
            CordonCommand::answer);
    return Outcome.change(outcomes.allDone(), outcomes.document());
  }

  private static PerHost.Answer answer(HostCordonResponse response) {
    boolean ok = response.status() == HostCordonResponse.Status.OK;
    return new PerHost.Answer(
        response.host(),
        ok,
        response.status().name(),
        ok ? "" : "no such host; see 'helios hosts'",
        response);
  }
}
