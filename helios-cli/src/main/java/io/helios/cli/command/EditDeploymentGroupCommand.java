package io.helios.cli.command;

import io.helios.cli.frame.Command;
import io.helios.cli.frame.Invocation;
import io.helios.cli.frame.Outcome;
import io.helios.model.group.DeploymentGroup;
import io.helios.model.group.MatchedHost;
import io.helios.model.group.UpdateDeploymentGroupResponse;
import io.helios.model.host.HostSelector;
import io.helios.model.job.JobId;
import java.util.List;
import java.util.Map;
import net.sourceforge.argparse4j.inf.Subparser;

/** Changes which hosts belong to a group. Asks where that takes the group's job from a host. */
final class EditDeploymentGroupCommand implements Command {
  @Override
  public String name() {
    return "edit-deployment-group";
  }

  @Override
  public String help() {
    return "change which hosts belong to a deployment group";
  }

  @Override
  public String example() {
    return "helios edit-deployment-group web role=web 'zone in (a, b, c)'";
  }

  @Override
  public void declare(Subparser parser) {
    GroupArguments.group(parser);
    GroupArguments.selectors(parser);
    JobArguments.yes(parser);
  }

  @Override
  public Outcome run(Invocation invocation) {
    List<HostSelector> selectors = GroupArguments.selectors(invocation.options().all("selectors"));
    String name = invocation.options().required("group");
    DeploymentGroup group = GroupArguments.resolve(invocation, name);
    List<String> before =
        names(
            invocation
                .get(invocation.client().deploymentGroupHosts(name))
                .orElseThrow(() -> GroupArguments.unknown(name)));
    List<String> after =
        names(invocation.get(invocation.client().previewDeploymentGroup(selectors)));
    List<String> leaving = before.stream().filter(host -> !after.contains(host)).toList();
    List<String> joining = after.stream().filter(host -> !before.contains(host)).toList();
    tell(invocation, "Joining: ", joining);
    tell(invocation, "Leaving: ", leaving);
    JobId job = group.jobId();
    if (!leaving.isEmpty()
        && job != null
        && !invocation.options().flag("yes")
        && !invocation.confirm(
            "This will undeploy "
                + job.toShortString()
                + " from "
                + (leaving.size() == 1 ? "the host that leaves" : "the hosts that leave"))) {
      return Outcome.change(false, Map.of("status", "DECLINED"));
    }
    UpdateDeploymentGroupResponse response =
        invocation.get(invocation.client().updateDeploymentGroup(name, selectors));
    invocation.say(
        switch (response.status()) {
          case UPDATED -> "Deployment-group " + name + " updated, " + hosts(after.size());
          case NOT_MODIFIED -> "Deployment-group " + name + " has these selectors already";
        });
    return Outcome.change(true, response);
  }

  private static String hosts(int number) {
    return number == 1 ? "1 host matches" : number + " hosts match";
  }

  private static List<String> names(List<MatchedHost> hosts) {
    return hosts.stream().map(MatchedHost::host).toList();
  }

  private static void tell(Invocation invocation, String what, List<String> hosts) {
    if (!hosts.isEmpty()) {
      invocation.say(what + String.join(", ", hosts));
    }
  }
}
