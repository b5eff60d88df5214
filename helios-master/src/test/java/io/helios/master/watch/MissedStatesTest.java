package io.helios.master.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.helios.coordination.fixtures.InMemoryStore;
import io.helios.coordination.fixtures.InMemoryTree;
import io.helios.coordination.layout.Paths;
import io.helios.coordination.layout.Stored;
import io.helios.coordination.presence.ClusterIdentity;
import io.helios.coordination.tree.Changes;
import io.helios.master.fixtures.ScriptedAgent;
import io.helios.master.view.LiveView;
import io.helios.model.host.HostName;
import io.helios.model.host.HostSelector;
import io.helios.model.job.JobId;
import io.helios.model.task.State;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A master reads what events named some time later: what was there meanwhile it never sees. */
class MissedStatesTest {
  private static final HostName HOST = new HostName("h1");
  private static final JobId JOB = JobId.fromString("a:1:" + "0".repeat(40));

  private final InMemoryStore store = new InMemoryStore();
  private final InMemoryTree agents = store.newSession();
  private final InMemoryTree here = store.newSession();
  private final LiveView live = new LiveView(here, Clock.systemUTC());
  private final ScriptedAgent agent = new ScriptedAgent(agents, HOST.value());

  @BeforeEach
  void begin() throws Exception {
    ClusterIdentity.establish(agents, null, false);
    agent.register("id-h1");
    agent.labels(Map.of("role", "r1"));
    live.start();
    catchUp();
  }

  @AfterEach
  void end() {
    live.close();
    here.close();
    agents.close();
  }

  @Test
  void who_saw_a_task_come_elsewhere_is_told_that_it_went() throws Exception {
    long before = store.zxid();
    here.failReads(1);
    agent.says(JOB, null, ScriptedAgent.report(State.RUNNING, null, 1));
    long seen = store.zxid();
    agents.commit(Changes.NONE.delete(Paths.taskStatus(HOST, JOB)));
    catchUp();

    assertThat(told(resumed(seen, List.of()))).contains("\"kind\":\"task\"", "\"gone\":true");
    assertThat(told(resumed(before, List.of()))).isEmpty();
  }

  @Test
  void who_saw_a_host_chosen_elsewhere_begins_anew() throws Exception {
    agent.labels(Map.of("role", "r2"));
    catchUp();
    long before = store.zxid();
    here.failReads(1);
    agent.labels(Map.of("role", "r1"));
    long seen = store.zxid();
    agent.labels(Map.of("role", "r2"));
    catchUp();

    assertThat(startsAgain(resumed(seen, List.of("role = r1")))).isTrue();
    assertThat(startsAgain(resumed(before, List.of("role = r1")))).isFalse();
  }

  @Test
  void a_task_that_went_with_its_hosts_labels_does_not_stay_with_who_chose_by_them()
      throws Exception {
    agent.says(JOB, null, ScriptedAgent.report(State.RUNNING, null, 1));
    catchUp();
    Follower follower = resumed(store.zxid(), List.of("role = r1"));
    agents.commit(
        Changes.NONE
            .delete(Paths.taskStatus(HOST, JOB))
            .set(Paths.hostLabels(HOST), Stored.bytes(Map.of("role", "r2")), Changes.ANY_VERSION));
    catchUp();

    assertThat(startsAgain(follower)).isTrue();
  }

  private Follower resumed(long revision, List<String> selectors) {
    WatchFilter filter =
        new WatchFilter(
            EnumSet.allOf(WatchFilter.Kind.class),
            Set.of(),
            Set.of(),
            null,
            selectors.stream().map(text -> HostSelector.parse(text).orElseThrow()).toList(),
            null,
            group -> List.of());
    Follower follower = new Follower(live.journal(), filter, new Lines(), zxid -> "x-" + zxid);
    follower.resume(revision);
    return follower;
  }

  private boolean startsAgain(Follower follower) throws Exception {
    byte[] event = follower.next();
    if (event == null && follower.needsPicture()) {
      CompletableFuture<Void> given = new CompletableFuture<>();
      live.capture(
          picture -> {
            follower.given(picture);
            given.complete(null);
          });
      given.get(20, TimeUnit.SECONDS);
      event = follower.next();
    }
    return event != null && text(event).startsWith("event: reset");
  }

  private static String told(Follower follower) {
    byte[] event = follower.next();
    return event == null ? "" : text(event);
  }

  private static String text(byte[] event) {
    return new String(event, StandardCharsets.UTF_8);
  }

  private void catchUp() throws Exception {
    assertThat(live.awaitTold(here.sync(), Duration.ofSeconds(20))).isTrue();
  }
}
