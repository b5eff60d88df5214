package io.helios.cli.command;

import io.helios.cli.frame.Command;
import io.helios.cli.frame.Invocation;
import io.helios.cli.frame.Outcome;
import io.helios.cli.text.HostText;
import io.helios.cli.text.JobText;
import io.helios.cli.text.Table;
import io.helios.model.group.MatchedHost;
import java.util.List;
import java.util.regex.Pattern;
import net.sourceforge.argparse4j.inf.Subparser;

/** Shows which hosts a group has, or would have. */
final class PreviewDeploymentGroupCommand implements Command {
  /** What no selector lacks that people write; {@code main-web} would be one to the grammar. */
  private static final Pattern SELECTOR_SIGN = Pattern.compile("[=\\s()]");

  @Override
  public String name() {
    return "preview-deployment-group";
  }

  @Override
  public String help() {
    return "show which hosts a deployment group has, or would have";
  }

  @Override
  public String example() {
    return "helios preview-deployment-group role=web 'zone in (a, b)'";
  }

  @Override
  public void declare(Subparser parser) {
    parser
        .addArgument("wanted")
        .nargs("+")
        .metavar("GROUP|SELECTOR")
        .help("name of a group, or conditions on labels such as 'role=web'; all must match");
    JobArguments.full(parser);
  }

  @Override
  public Outcome run(Invocation invocation) {
    List<String> wanted = invocation.options().all("wanted");
    List<MatchedHost> hosts = hosts(invocation, wanted);
    boolean full = invocation.options().flag("full");
    if (hosts.isEmpty()) {
      invocation.advise("No host matches; 'helios hosts' shows the labels of each.");
    } else {
      table(invocation, hosts, full).lines().forEach(invocation::say);
    }
    return Outcome.listing(0, hosts);
  }

  private static List<MatchedHost> hosts(Invocation invocation, List<String> wanted) {
    String first = wanted.get(0);
    if (wanted.size() == 1 && !SELECTOR_SIGN.matcher(first).find()) {
      return invocation
          .get(invocation.client().deploymentGroupHosts(first))
          .orElseThrow(() -> GroupArguments.unknown(first));
    }
    return invocation.get(
        invocation.client().previewDeploymentGroup(GroupArguments.selectors(wanted)));
  }

  private static Table table(Invocation invocation, List<MatchedHost> hosts, boolean full) {
    Table table = new Table("HOST", "STATUS", "LABELS");
    for (MatchedHost host : hosts) {
      table.row(
          HostText.text(host.host(), invocation.setting().searchDomains(), full),
          host.status(),
          JobText.pairs(host.labels(), ", "));
    }
    return table;
  }
}
