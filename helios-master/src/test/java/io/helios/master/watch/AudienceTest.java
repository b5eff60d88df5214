package io.helios.master.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.helios.coordination.fixtures.InMemoryStore;
import io.helios.coordination.fixtures.InMemoryTree;
import io.helios.coordination.presence.ClusterIdentity;
import io.helios.master.fixtures.ScriptedAgent;
import io.helios.master.view.LiveView;
import io.helios.master.view.Topic;
import io.helios.model.job.JobId;
import io.helios.model.task.State;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AudienceTest {
  private static final JobId WEB = JobId.fromString("web:1:" + "0".repeat(40));
  private static final JobId DB = JobId.fromString("db:1:" + "1".repeat(40));

  private final InMemoryTree tree = new InMemoryStore().newSession();
  private final LiveView live = new LiveView(tree, Clock.systemUTC());
  private final Audience<String> audience = new Audience<>();
  private ScriptedAgent first;
  private ScriptedAgent second;

  @BeforeEach
  void hosts() throws Exception {
    ClusterIdentity.establish(tree, null, false);
    live.start();
    first = new ScriptedAgent(tree, "h1");
    second = new ScriptedAgent(tree, "h2");
    first.register("one");
    second.register("two");
    audience.add("of h1", Optional.of(Set.of(Topic.host("h1"))));
    audience.add("of web", Optional.of(Set.of(Topic.jobsCalled("web"), Topic.JOBS)));
    audience.add("of hosts", Optional.of(Set.of(Topic.HOSTS)));
    audience.add("of all", Optional.empty());
  }

  @AfterEach
  void close() {
    live.close();
    tree.close();
  }

  @Test
  void a_change_concerns_those_who_follow_its_host_or_its_job() throws Exception {
    long before = head();
    first.says(DB, null, ScriptedAgent.report(State.RUNNING, null, 1));
    assertConcerned(before, "of h1", "of all");

    before = head();
    second.says(WEB, null, ScriptedAgent.report(State.RUNNING, null, 1));
    assertConcerned(before, "of web", "of all");

    before = head();
    second.says(DB, null, ScriptedAgent.report(State.RUNNING, null, 2));
    assertConcerned(before, "of all");
  }

  @Test
  void a_host_concerns_those_who_follow_hosts() throws Exception {
    long before = head();
    second.labels(Map.of("role", "web"));
    assertConcerned(before, "of hosts", "of all");
  }

  @Test
  void where_nothing_changed_nobody_is_concerned() throws Exception {
    assertConcerned(head());
  }

  @Test
  void who_has_gone_is_not_concerned_and_leaves_nothing() throws Exception {
    audience.remove("of h1", Optional.of(Set.of(Topic.host("h1"))));
    audience.remove("of web", Optional.of(Set.of(Topic.jobsCalled("web"), Topic.JOBS)));
    audience.remove("of hosts", Optional.of(Set.of(Topic.HOSTS)));
    audience.remove("of all", Optional.empty());
    long before = head();
    first.says(WEB, null, ScriptedAgent.report(State.RUNNING, null, 1));
    assertConcerned(before);
    assertThat(audience.topics()).isZero();
  }

  private long head() throws Exception {
    assertThat(live.awaitTold(tree.sync(), Duration.ofSeconds(20))).isTrue();
    return live.journal().mark().head();
  }

  private void assertConcerned(long from, String... followers) throws Exception {
    assertThat(audience.of(live.journal(), from, head())).containsExactlyInAnyOrder(followers);
  }
}
