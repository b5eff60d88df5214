package io.helios.agent.goals;

import static org.assertj.core.api.Assertions.assertThat;

import io.helios.agent.condition.Conditions;
import io.helios.agent.runtime.RuntimeFailure;
import io.helios.agent.task.Runs;
import io.helios.agent.task.Setbacks;
import io.helios.model.job.Job;
import io.helios.model.job.JobId;
import io.helios.model.task.Goal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TaskFilesTest {
  private static final JobId WEB = new JobId("web", "1", "a".repeat(40));
  private static final JobId OTHER = new JobId("other", "1", "b".repeat(40));
  @TempDir Path state;

  private static KnownTask task(Goal goal) {
    Job job = Job.newBuilder("web", "1").setId(WEB).setImage("sim/ok:1").build();
    return new KnownTask(job, goal, 1, Map.of(), false, null, null, 0, null);
  }

  @Test
  void what_could_not_be_written_is_written_once_it_can_be() throws Exception {
    Conditions conditions = new Conditions();
    Path directory = state.resolve("tasks");
    TaskFiles files = new TaskFiles(directory, Runnable::run, conditions);
    files.save(task(Goal.START));
    assertThat(conditions.present().get(Conditions.DISK)).contains(directory.toString());

    Files.createDirectory(directory);
    files.tryAgain();

    assertThat(files.load()).containsExactly(task(Goal.START));
    assertThat(conditions.present()).isEmpty();
  }

  @Test
  void setbacks_are_remembered_as_they_were() throws Exception {
    Path directory = Files.createDirectory(state.resolve("tasks"));
    TaskFiles files = new TaskFiles(directory, Runnable::run, new Conditions());
    Setbacks setbacks =
        new Setbacks(
            List.of(5L, 70_000L),
            1,
            new Runs.Exit(1, 2, 137, true, "the engine's words"),
            1_795_000_000_123L,
            new Setbacks.Failure(RuntimeFailure.Kind.PORT_HELD, "held", 3, 1_795_000_000_456L));
    KnownTask before = task(Goal.START);
    KnownTask known =
        new KnownTask(before.job(), before.goal(), 1, Map.of(), true, null, null, 2, setbacks);
    files.save(known);
    assertThat(files.load()).containsExactly(known);
  }

  @Test
  void of_a_task_that_changed_meanwhile_only_the_latest_is_written() throws Exception {
    Path directory = state.resolve("tasks");
    TaskFiles files = new TaskFiles(directory, Runnable::run, new Conditions());
    files.save(task(Goal.START));
    Files.createDirectory(directory);
    files.save(task(Goal.STOP));

    files.tryAgain();

    assertThat(files.load()).containsExactly(task(Goal.STOP));
  }

  @Test
  void a_file_cut_at_any_length_or_full_of_zeros_is_set_aside_and_hides_no_other()
      throws Exception {
    Path directory = Files.createDirectory(state.resolve("tasks"));
    TaskFiles files = new TaskFiles(directory, Runnable::run, new Conditions());
    files.save(task(Goal.START));
    Path file = directory.resolve(WEB + ".json");
    byte[] whole = Files.readAllBytes(file);
    Job other = Job.newBuilder("other", "1").setId(OTHER).setImage("sim/ok:1").build();
    KnownTask sound = new KnownTask(other, Goal.START, 1, Map.of(), false, null, null, 0, null);
    files.save(sound);
    for (int length = 0; length < whole.length; length++) {
      Files.write(file, Arrays.copyOf(whole, length));
      assertThat(files.load()).as("cut to %s bytes", length).containsExactly(sound);
      assertThat(file.resolveSibling(file.getFileName() + ".unreadable")).exists();
      assertThat(file).doesNotExist();
    }
    Files.write(file, new byte[whole.length]);
    assertThat(files.load()).containsExactly(sound);
  }
}
