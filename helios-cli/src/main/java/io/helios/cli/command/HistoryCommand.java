package io.helios.cli.command;

import io.helios.cli.frame.Command;
import io.helios.cli.frame.Invocation;
import io.helios.cli.frame.Outcome;
import io.helios.cli.reference.HostReference;
import io.helios.cli.reference.JobReference;
import io.helios.cli.text.Table;
import io.helios.cli.text.TaskText;
import io.helios.model.api.TaskStatusEvents;
import io.helios.model.job.JobId;
import io.helios.model.task.TaskReport;
import io.helios.model.task.TaskStatusEvent;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import net.sourceforge.argparse4j.inf.Subparser;

/** Shows what happened to a job's tasks. */
final class HistoryCommand implements Command {
  @Override
  public String name() {
    return "history";
  }

  @Override
  public String help() {
    return "show what happened to a job on its hosts";
  }

  @Override
  public String example() {
    return "helios history web:1";
  }

  @Override
  public void declare(Subparser parser) {
    JobArguments.job(parser);
    JobArguments.hosts(parser, "*");
  }

  @Override
  public Outcome run(Invocation invocation) {
    JobId id = JobReference.resolve(invocation, invocation.options().required("job")).id();
    TaskStatusEvents all = invocation.get(invocation.client().jobHistory(id));
    TaskStatusEvents history = only(invocation, all);
    boolean reasons = history.events().stream().anyMatch(event -> !reason(event).isEmpty());
    DateTimeFormatter time =
        DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS")
            .withZone(invocation.setting().zone());
    Table table =
        reasons
            ? new Table("HOST", "TIMESTAMP", "STATE", "THROTTLED", "CONTAINERID", "ERROR")
            : new Table("HOST", "TIMESTAMP", "STATE", "THROTTLED", "CONTAINERID");
    for (TaskStatusEvent event : history.events()) {
      TaskReport report = event.status().report();
      String container = report.containerId() == null ? "<none>" : report.containerId();
      String at = time.format(Instant.ofEpochMilli(event.timestamp()));
      if (reasons) {
        table.row(event.host(), at, report.state(), report.throttled(), container, reason(event));
      } else {
        table.row(event.host(), at, report.state(), report.throttled(), container);
      }
    }
    table.lines().forEach(invocation::say);
    long omitted = 0;
    for (TaskStatusEvent event : history.events()) {
      Long before = event.omitted();
      omitted += before == null ? 0 : before;
    }
    if (omitted > 0) {
      invocation.advise(
          omitted
              + (omitted == 1 ? " event was" : " events were")
              + " not kept: of each job and host the newest stay, and the first of its last"
              + " deployment.");
    }
    if (history.events().isEmpty()) {
      invocation.advise(
          all.events().isEmpty()
              ? "Nothing has happened to " + id + " yet; 'helios deploy' puts it on hosts."
              : "Nothing has happened to " + id + " there.");
    }
    return Outcome.listing(0, history);
  }

  private static String reason(TaskStatusEvent event) {
    return TaskText.reason(event.status().report(), Instant.ofEpochMilli(event.timestamp()));
  }

  private static TaskStatusEvents only(Invocation invocation, TaskStatusEvents history) {
    List<String> typed = invocation.options().all("hosts");
    if (typed.isEmpty()) {
      return history;
    }
    // Also hosts that are no longer registered have a history.
    Set<String> there = new TreeSet<>();
    history.events().forEach(event -> there.add(event.host()));
    Set<String> wanted = new TreeSet<>();
    for (String name : typed) {
      wanted.add(HostReference.resolve(name, there, invocation.setting().searchDomains()));
    }
    return new TaskStatusEvents(
        history.events().stream().filter(event -> wanted.contains(event.host())).toList(),
        history.status());
  }
}
