package io.helios.master;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.helios.coordination.layout.Paths;
import io.helios.coordination.layout.StoredHistory;
import io.helios.coordination.tree.Changes;
import io.helios.master.fixtures.ScriptedAgent;
import io.helios.model.job.JobHash;
import io.helios.model.job.JobId;
import io.helios.model.task.Goal;
import io.helios.model.task.State;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobHistoryTest {
  @TempDir Path directory;
  private MasterFixture master;
  private JobId job;

  @BeforeEach
  void start() throws Exception {
    master = MasterFixture.started(directory);
    job = master.create(MasterFixture.job("web"));
  }

  @AfterEach
  void stop() {
    master.close();
  }

  @Test
  void events_of_a_host_stay_in_order_although_its_clock_was_set_back() {
    master
        .hostUp("h1")
        .remembers(
            job,
            List.of(
                event(5_000, 1, State.CREATING),
                event(1_000, 2, State.STARTING),
                event(2_000, 3, State.RUNNING)));
    master.hostUp("h2").remembers(job, List.of(event(3_000, 1, State.EXITED)));

    assertThat(values("/status/state"))
        .containsExactly("EXITED", "CREATING", "STARTING", "RUNNING");
    assertThat(values("/timestamp")).containsExactly("3000", "5000", "1000", "2000");
  }

  @Test
  void it_is_told_where_events_were_not_kept() {
    master
        .hostUp("h1")
        .remembers(
            job,
            List.of(
                event(1_000, 1, State.CREATING),
                event(1_000, 2, State.RUNNING),
                event(9_000, 973, State.RUNNING)));

    assertThat(values("/omitted")).containsExactly("", "", "970");
  }

  @Test
  void it_begins_with_the_job_so_that_hosts_do_not_race_to_begin_it() throws Exception {
    assertThat(master.other.get(Paths.jobHistory(job))).isPresent();
    assertThat(master.get("/history/jobs/" + job).json().path("events")).isEmpty();
  }

  @Test
  void a_job_is_created_although_an_earlier_one_has_left_its_history_behind() throws Exception {
    JobId other = JobHash.identify(MasterFixture.job("other")).id();
    master.other.commit(Changes.NONE.create(Paths.jobHistory(other)));

    assertThat(master.create(MasterFixture.job("other"))).isEqualTo(other);
  }

  private List<String> values(String pointer) {
    List<String> values = new ArrayList<>();
    for (JsonNode event : master.get("/history/jobs/" + job).json().path("events")) {
      values.add(event.at(pointer).asText());
    }
    return values;
  }

  private static StoredHistory.Event event(long timestamp, long sequence, State state) {
    return new StoredHistory.Event(timestamp, sequence, ScriptedAgent.report(state, Goal.START, 1));
  }
}
