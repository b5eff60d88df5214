package io.helios.cli.command;

import io.helios.cli.frame.Command;
import io.helios.cli.frame.Invocation;
import io.helios.cli.frame.Outcome;
import io.helios.cli.text.HostRow;
import io.helios.cli.text.HostText;
import io.helios.cli.text.Table;
import io.helios.model.host.HostStatus;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import net.sourceforge.argparse4j.impl.Arguments;
import net.sourceforge.argparse4j.inf.Subparser;

/** Lists hosts. */
final class HostsCommand implements Command {
  @Override
  public String name() {
    return "hosts";
  }

  @Override
  public String help() {
    return "list hosts";
  }

  @Override
  public String example() {
    return "helios hosts --status UP -s role=web";
  }

  @Override
  public void declare(Subparser parser) {
    parser
        .addArgument("pattern")
        .nargs("?")
        .metavar("PATTERN")
        .help("only hosts in whose name this regular expression is found");
    parser.addArgument("-q").action(Arguments.storeTrue()).help("only names, one per line");
    JobArguments.full(parser);
    parser.addArgument("--status").choices("UP", "DOWN").help("only hosts in that state");
    parser
        .addArgument("-s", "--selector")
        .dest("selectors")
        .action(Arguments.append())
        .metavar("EXPR")
        .help("only hosts with a label such as 'role=web' or 'role in (web, db)'; all must match");
  }

  @Override
  public Outcome run(Invocation invocation) {
    String pattern = invocation.options().text("pattern").orElse("");
    boolean quiet = invocation.options().flag("q");
    Optional<String> state = invocation.options().text("status");
    List<String> names =
        invocation.get(
            invocation
                .client()
                .listHosts(pattern, new LinkedHashSet<>(invocation.options().all("selectors"))));
    if (names.isEmpty() && !pattern.isEmpty()) {
      if (!quiet) {
        invocation.complain("host pattern " + pattern + " matched no hosts");
      }
      return Outcome.listing(1, Map.of());
    }
    if (quiet && state.isEmpty()) {
      return names(invocation, names);
    }
    Map<String, HostStatus> hosts =
        new TreeMap<>(
            names.isEmpty()
                ? Map.of()
                : invocation.get(
                    invocation
                        .client()
                        .hostStatuses(
                            names,
                            state.map(wanted -> Map.of("status", wanted)).orElse(Map.of()))));
    if (quiet) {
      return names(invocation, List.copyOf(hosts.keySet()));
    }
    boolean full = invocation.options().flag("full");
    Table table = new Table(HostRow.HEADINGS.toArray(String[]::new));
    hosts.forEach(
        (host, status) ->
            table.row(
                HostRow.cells(
                    HostText.text(host, invocation.setting().searchDomains(), full),
                    status,
                    invocation.setting().clock().instant())));
    table.lines().forEach(invocation::say);
    hosts.forEach(
        (host, status) ->
            HostRow.troubles(status)
                .forEach(
                    (name, text) -> invocation.advise("%s: %s: %s".formatted(host, name, text))));
    if (hosts.isEmpty()) {
      boolean filtered = state.isPresent() || !invocation.options().all("selectors").isEmpty();
      invocation.advise(
          filtered
              ? "No host fits; 'helios hosts' lists all."
              : "There are no hosts yet; each machine that runs a Helios agent becomes one.");
    }
    return Outcome.listing(0, hosts);
  }

  private static Outcome names(Invocation invocation, List<String> names) {
    boolean full = invocation.options().flag("full");
    List<String> sorted = names.stream().sorted().toList();
    sorted.forEach(
        host -> invocation.say(HostText.text(host, invocation.setting().searchDomains(), full)));
    return Outcome.listing(0, sorted);
  }
}
