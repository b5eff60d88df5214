package io.helios.master.watch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.helios.coordination.fixtures.InMemoryStore;
import io.helios.coordination.fixtures.InMemoryTree;
import io.helios.coordination.layout.Paths;
import io.helios.coordination.layout.Stored;
import io.helios.coordination.layout.StoredStatus;
import io.helios.coordination.presence.ClusterIdentity;
import io.helios.coordination.tree.ChangeRejected;
import io.helios.coordination.tree.Changes;
import io.helios.coordination.tree.TreePath;
import io.helios.master.fixtures.ScriptedAgent;
import io.helios.master.view.LiveView;
import io.helios.model.host.AgentInfo;
import io.helios.model.host.HostInfo;
import io.helios.model.host.HostName;
import io.helios.model.host.HostSelector;
import io.helios.model.job.JobId;
import io.helios.model.task.State;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** A reader that is cut off at any moment and goes on elsewhere loses nothing and gets no more. */
class FollowerProperties {
  private static final List<String> HOSTS = List.of("h1", "h2", "h3");
  private static final List<JobId> JOBS =
      List.of(JobId.fromString("a:1:" + "0".repeat(40)), JobId.fromString("b:1:" + "1".repeat(40)));

  enum Kind {
    REGISTER,
    DEREGISTER,
    LABELS,
    REPORT,
    STATUS,
    STATUSES,
    FORGET,
    CUT_MASTER,
    MEND_MASTER,
    CATCH_UP,
    READ,
    LOSE_AND_MOVE
  }

  record Step(Kind kind, int which, int value) {}

  @Property(tries = 150)
  void a_reader_that_moves_between_masters_knows_what_is_there(@ForAll("steps") List<Step> steps)
      throws Exception {
    run(
        steps,
        filter(EnumSet.allOf(WatchFilter.Kind.class), Set.of(), Set.of(), List.of()),
        key -> true);
  }

  @Property(tries = 100)
  void so_does_one_that_follows_a_selection_of_hosts(@ForAll("steps") List<Step> steps)
      throws Exception {
    List<HostSelector> selectors = List.of(HostSelector.parse("role = r1").orElseThrow());
    run(
        steps,
        filter(EnumSet.allOf(WatchFilter.Kind.class), Set.of(), Set.of(), selectors),
        key -> !key.matches("(host|task) .*"));
  }

  @Example
  void what_came_and_went_while_a_master_was_cut_off_is_gone_for_who_saw_it_elsewhere()
      throws Exception {
    run(
        List.of(
            new Step(Kind.REGISTER, 0, 0),
            new Step(Kind.CATCH_UP, 0, 0),
            new Step(Kind.CUT_MASTER, 0, 0),
            new Step(Kind.STATUS, 0, 0),
            new Step(Kind.LOSE_AND_MOVE, 0, 0),
            new Step(Kind.CATCH_UP, 1, 0),
            new Step(Kind.READ, 0, 100),
            new Step(Kind.LOSE_AND_MOVE, 0, 0),
            new Step(Kind.FORGET, 0, 0)),
        filter(EnumSet.allOf(WatchFilter.Kind.class), Set.of(), Set.of(), List.of()),
        key -> true);
  }

  @Property(tries = 100)
  void so_does_one_that_follows_a_host(@ForAll("steps") List<Step> steps) throws Exception {
    run(
        steps,
        filter(
            EnumSet.of(WatchFilter.Kind.HOST, WatchFilter.Kind.TASK),
            Set.of(),
            Set.of("h1", "nowhere"),
            List.of()),
        key -> key.matches("(host|task) h1 .*"));
  }

  @Property(tries = 100)
  void so_does_one_that_follows_a_job(@ForAll("steps") List<Step> steps, @ForAll boolean byName)
      throws Exception {
    run(
        steps,
        filter(
            EnumSet.of(WatchFilter.Kind.JOB, WatchFilter.Kind.TASK),
            Set.of(byName ? "a" : JOBS.get(0).toString()),
            Set.of(),
            List.of()),
        key -> key.endsWith(" " + JOBS.get(0)));
  }

  private static WatchFilter filter(
      Set<WatchFilter.Kind> kinds,
      Set<String> jobs,
      Set<String> hosts,
      List<HostSelector> selectors) {
    return new WatchFilter(kinds, jobs, hosts, null, selectors, null, group -> List.of());
  }

  /**
   * @param chosen by their names, which of all things must be known at least; of hosts and tasks
   *     chosen by labels none need be
   */
  private static void run(List<Step> steps, WatchFilter filter, Predicate<String> chosen)
      throws Exception {
    InMemoryStore store = new InMemoryStore();
    try (InMemoryTree agents = store.newSession();
        Master first = new Master(store);
        Master second = new Master(store)) {
      ClusterIdentity.establish(agents, null, false);
      first.live.start();
      second.live.start();
      first.await();
      second.await();
      List<Master> masters = List.of(first, second);
      EventReader reader = new EventReader();
      int at = 0;
      Follower follower = masters.get(at).follower(filter, reader.lastId());
      for (Step step : steps) {
        switch (step.kind()) {
          case CUT_MASTER -> masters.get(step.which() % 2).tree.disconnect();
          case MEND_MASTER -> masters.get(step.which() % 2).tree.reconnect();
          case CATCH_UP -> masters.get(step.which() % 2).await();
          case READ -> read(masters.get(at), follower, reader, step.value());
          case LOSE_AND_MOVE -> {
            at = 1 - at;
            follower = masters.get(at).follower(filter, reader.lastId());
          }
          default -> change(agents, step);
        }
      }
      first.tree.reconnect();
      second.tree.reconnect();
      first.await();
      second.await();
      if (follower.isAhead()) {
        follower.begin("ahead");
      }
      read(masters.get(at), follower, reader, Integer.MAX_VALUE);
      EventReader fresh = new EventReader();
      read(masters.get(at), masters.get(at).follower(filter, ""), fresh, Integer.MAX_VALUE);
      assertThat(fresh.isSynced()).isTrue();
      assertThat(reader.mistakes()).isEmpty();
      assertThat(withoutReports(reader)).isEqualTo(withoutReports(fresh));
      EventReader everything = new EventReader();
      WatchFilter none =
          filter(EnumSet.allOf(WatchFilter.Kind.class), Set.of(), Set.of(), List.of());
      read(masters.get(at), masters.get(at).follower(none, ""), everything, Integer.MAX_VALUE);
      Map<String, JsonNode> expected = withoutReports(everything);
      expected.keySet().removeIf(chosen.negate());
      assertThat(withoutReports(reader)).containsAllEntriesOf(expected);
      if (filter.selectors().isEmpty()) {
        assertThat(withoutReports(reader)).isEqualTo(expected);
      }
      assertThat(reader.lastId()).isEqualTo("x-" + store.zxid());
    }
  }

  /** What agents report is read by each master when it likes; nothing else may suffer from it. */
  private static Map<String, JsonNode> withoutReports(EventReader reader) {
    Map<String, JsonNode> known = new TreeMap<>();
    reader
        .known()
        .forEach(
            (key, thing) -> {
              ObjectNode copy = thing.deepCopy();
              known.put(key, copy.without(List.of("hostInfo", "agentInfo")));
            });
    return known;
  }

  /** Reads events until there are none, or so many were read. */
  private static void read(Master master, Follower follower, EventReader reader, int limit)
      throws Exception {
    for (int events = 0; events < limit; events++) {
      byte[] event = follower.next();
      if (event == null && follower.needsPicture()) {
        if (!master.tree.isConnected()) {
          return;
        }
        CompletableFuture<Void> given = new CompletableFuture<>();
        master.live.capture(
            picture -> {
              follower.given(picture);
              given.complete(null);
            });
        given.get(20, TimeUnit.SECONDS);
      } else if (event == null) {
        String token = follower.token();
        if (token != null) {
          reader.read(("id: " + token).getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }
        return;
      } else {
        reader.read(event);
      }
    }
  }

  private static void change(InMemoryTree tree, Step step) throws Exception {
    HostName host = new HostName(HOSTS.get(step.which() % HOSTS.size()));
    JobId job = JOBS.get(step.value() % JOBS.size());
    ScriptedAgent agent = new ScriptedAgent(tree, host.value());
    boolean registered = tree.get(Paths.hostId(host)).isPresent();
    switch (step.kind()) {
      case REGISTER -> agent.register("id-" + host);
      case DEREGISTER -> {
        List<TreePath> doomed = new ArrayList<>(tree.store().everything().keySet());
        doomed.removeIf(
            path ->
                !path.isWithin(Paths.host(host))
                    && !path.isWithin(Paths.hostStatus(host))
                    && !path.equals(Paths.hostReport(host)));
        doomed.sort((a, b) -> Integer.compare(b.value().length(), a.value().length()));
        Changes changes = Changes.NONE;
        for (TreePath path : doomed) {
          changes = changes.delete(path);
        }
        commit(tree, changes);
      }
      case LABELS -> {
        if (registered) {
          agent.labels(Map.of("role", "r" + step.value() % 3, "n", "" + tree.store().zxid()));
        }
      }
      case REPORT -> {
        if (registered) {
          agent.report(
              new HostInfo("vm", null, null, null, null, 2, 0, 0, 0, 0, 0, null, null, null),
              new AgentInfo(
                  null, null, null, null, null, null, null, List.of(), step.value(), 1, "1"),
              Map.of());
        }
      }
      case STATUS -> {
        if (registered) {
          agent.says(job, null, ScriptedAgent.report(State.RUNNING, null, tree.store().zxid()));
        }
      }
      case STATUSES -> statuses(tree, step.value());
      case FORGET -> commit(tree, Changes.NONE.delete(Paths.taskStatus(host, job)));
      default -> throw new IllegalArgumentException("no change: " + step);
    }
  }

  /** Several tasks in one transaction, as agents write them. */
  private static void statuses(InMemoryTree tree, int value) throws Exception {
    Changes changes = Changes.NONE;
    for (String host : HOSTS) {
      for (JobId job : JOBS) {
        TreePath path = Paths.taskStatus(new HostName(host), job);
        if (tree.get(path).isPresent()) {
          byte[] data =
              Stored.bytes(
                  new StoredStatus(
                      null,
                      ScriptedAgent.report(
                          State.STARTING, null, tree.store().zxid() * 10 + value)));
          changes = changes.set(path, data, Changes.ANY_VERSION);
        }
      }
    }
    commit(tree, changes);
  }

  private static void commit(InMemoryTree tree, Changes changes) throws Exception {
    try {
      tree.commit(changes);
    } catch (ChangeRejected e) {
      // Random changes need not fit.
    }
  }

  @Provide
  Arbitrary<List<Step>> steps() {
    Arbitrary<Kind> kinds =
        Arbitraries.frequency(
            Tuple.of(6, Kind.REGISTER),
            Tuple.of(2, Kind.DEREGISTER),
            Tuple.of(6, Kind.LABELS),
            Tuple.of(8, Kind.REPORT),
            Tuple.of(15, Kind.STATUS),
            Tuple.of(6, Kind.STATUSES),
            Tuple.of(4, Kind.FORGET),
            Tuple.of(2, Kind.CUT_MASTER),
            Tuple.of(4, Kind.MEND_MASTER),
            Tuple.of(12, Kind.READ),
            Tuple.of(6, Kind.LOSE_AND_MOVE));
    return Combinators.combine(
            kinds, Arbitraries.integers().between(0, 5), Arbitraries.integers().between(0, 5))
        .as(Step::new)
        .list()
        .ofMaxSize(60);
  }

  private static final class Master implements AutoCloseable {
    final InMemoryTree tree;
    final LiveView live;

    Master(InMemoryStore store) {
      tree = store.newSession();
      live = new LiveView(tree, Clock.systemUTC());
    }

    void await() throws Exception {
      assertThat(live.awaitTold(tree.sync(), Duration.ofSeconds(20))).isTrue();
    }

    Follower follower(WatchFilter filter, String id) {
      Follower follower = new Follower(live.journal(), filter, new Lines(), zxid -> "x-" + zxid);
      OptionalLong from =
          id.isEmpty() ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(id.substring(2)));
      if (from.isPresent()) {
        follower.resume(from.getAsLong());
      } else {
        follower.begin("begin");
      }
      return follower;
    }

    @Override
    public void close() {
      live.close();
      tree.close();
    }
  }
}
