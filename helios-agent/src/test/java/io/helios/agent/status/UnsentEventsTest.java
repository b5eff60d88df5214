package io.helios.agent.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.helios.agent.goals.StateFile;
import io.helios.coordination.layout.StoredHistory;
import io.helios.model.job.JobId;
import io.helios.model.task.Goal;
import io.helios.model.task.State;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnsentEventsTest {
  private static final JobId TASK = new JobId("web", "1", "a".repeat(40));

  private static Map<JobId, List<StoredHistory.Event>> some() {
    return Map.of(
        TASK,
        List.of(
            new StoredHistory.Event(
                1_000, 1, Reports.report(Goal.START, State.RUNNING, 1, Map.of()))));
  }

  @Test
  void what_waits_outlives_the_agent(@TempDir Path directory) {
    StateFile file = new StateFile(directory.resolve("history"));
    new UnsentEvents(file).save(some());

    assertThat(new UnsentEvents(file).load()).isEqualTo(some());
  }

  @Test
  void a_file_cut_at_any_length_is_as_good_as_none_and_is_written_anew(@TempDir Path directory)
      throws Exception {
    Path path = directory.resolve("history");
    StateFile file = new StateFile(path);
    new UnsentEvents(file).save(some());
    byte[] whole = Files.readAllBytes(path);
    for (int length = 0; length < whole.length; length++) {
      Files.write(path, Arrays.copyOf(whole, length));
      UnsentEvents events = new UnsentEvents(file);
      assertThat(events.load()).as("cut after %d bytes", length).isEmpty();
      events.save(some());
      assertThat(new UnsentEvents(file).load()).isEqualTo(some());
    }
  }
}
