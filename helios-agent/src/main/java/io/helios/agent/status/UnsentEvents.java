package io.helios.agent.status;

import io.helios.agent.goals.StateFile;
import io.helios.coordination.layout.Stored;
import io.helios.coordination.layout.StoredHistory;
import io.helios.model.job.JobId;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Events that could not be told for a while, on disk, so that they outlive the agent. While the
 * tree can be reached nothing is written. For one thread.
 */
public final class UnsentEvents {
  private static final Logger log = LoggerFactory.getLogger(UnsentEvents.class);

  private final StateFile file;
  private Map<JobId, List<StoredHistory.Event>> seen = Map.of();
  private Map<JobId, List<StoredHistory.Event>> saved = Map.of();

  /** How they stand in the file. */
  private record Waiting(Map<String, StoredHistory> tasks) {}

  public UnsentEvents(StateFile file) {
    this.file = file;
  }

  /** What an earlier life of the agent could not tell, by task. */
  public Map<JobId, List<StoredHistory.Event>> load() {
    Map<JobId, List<StoredHistory.Event>> events = new HashMap<>();
    try {
      var content = file.read();
      if (content.isPresent()) {
        Stored.read(content.get(), Waiting.class)
            .tasks()
            .forEach((task, history) -> events.put(JobId.fromString(task), history.events()));
      }
    } catch (IOException | RuntimeException e) {
      log.warn(
          "Events in {} cannot be read and are missing in the history: {}", file, e.toString());
    }
    saved = Map.copyOf(events);
    return events;
  }

  /** Looks, every few seconds, at what waits to be told; what waited before is saved. */
  public void look(Map<JobId, List<StoredHistory.Event>> waiting) {
    Map<JobId, List<StoredHistory.Event>> late = new HashMap<>(waiting);
    late.keySet().retainAll(seen.keySet());
    seen = waiting;
    save(late);
  }

  /** Saves all that waits. */
  public void save(Map<JobId, List<StoredHistory.Event>> waiting) {
    if (waiting.equals(saved)) {
      return;
    }
    try {
      if (waiting.isEmpty()) {
        file.delete();
      } else {
        Map<String, StoredHistory> tasks = new TreeMap<>();
        waiting.forEach((task, events) -> tasks.put(task.toString(), new StoredHistory(events)));
        file.write(Stored.bytes(new Waiting(tasks)));
      }
      saved = Map.copyOf(waiting);
    } catch (IOException e) {
      log.debug("Events cannot be saved in {}, to be tried again", file, e);
    }
  }
}
