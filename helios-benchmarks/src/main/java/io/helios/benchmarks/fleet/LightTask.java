package io.helios.benchmarks.fleet;

import io.helios.coordination.layout.StoredHistory;
import io.helios.model.job.Job;
import io.helios.model.job.JobId;
import io.helios.model.task.Goal;
import io.helios.model.task.State;
import io.helios.model.task.TaskReport;
import io.helios.model.task.ThrottleState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A task of a light agent: its container, and what was told of it. For the loop's thread. */
final class LightTask {
  final JobId job;
  Goal goal = Goal.START;
  long generation;
  State state = State.UNKNOWN;
  @Nullable String container;
  boolean running;

  /** Only of a job that has to go: it may be removed meanwhile. */
  @Nullable Job ordered;

  int orderVersion = -1;

  /** An engine's call is going on or waits for its turn. */
  boolean stepping;

  boolean statusStands;
  boolean historyStands;
  List<StoredHistory.Event> history = List.of();
  private final List<StoredHistory.Event> news = new ArrayList<>();

  LightTask(JobId job) {
    this.job = job;
  }

  void become(State now, long millis) {
    state = now;
    long sequence = history.size() + news.size() + 1L;
    news.add(new StoredHistory.Event(millis, sequence, report()));
  }

  TaskReport report() {
    return new TaskReport(
        goal,
        state,
        container,
        ThrottleState.NO,
        Map.of(),
        Map.of(),
        "",
        generation,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null);
  }

  /** The history with what is new; it counts as told with {@link #told}. */
  StoredHistory longer() {
    List<StoredHistory.Event> all = new ArrayList<>(history);
    all.addAll(news);
    while (all.size() > StoredHistory.LIMIT) {
      all.remove(0);
    }
    return new StoredHistory(all);
  }

  void told(StoredHistory now, int events) {
    history = now.events();
    news.subList(0, events).clear();
    historyStands = true;
  }

  int newsCount() {
    return news.size();
  }
}
