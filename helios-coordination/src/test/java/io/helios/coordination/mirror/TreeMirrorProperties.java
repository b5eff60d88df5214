package io.helios.coordination.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import io.helios.coordination.fixtures.InMemoryStore;
import io.helios.coordination.fixtures.InMemoryTree;
import io.helios.coordination.fixtures.RecordingListener;
import io.helios.coordination.fixtures.RecordingListener.Milestone;
import io.helios.coordination.tree.ChangeRejected;
import io.helios.coordination.tree.Changes;
import io.helios.coordination.tree.Node;
import io.helios.coordination.tree.TreePath;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

class TreeMirrorProperties {
  private static final List<TreePath> ROOTS = List.of(TreePath.of("/a"), TreePath.of("/b"));

  enum Kind {
    CREATE,
    SET,
    DELETE_SUBTREE,
    RECREATE,
    DISCONNECT,
    RECONNECT,
    EXPIRE,
    FAIL_READS,
    TEAR_READS,
    CATCH_UP
  }

  record Step(Kind kind, TreePath path) {}

  @Property(tries = 300)
  void after_any_changes_and_faults_the_listener_knows_what_is_there(
      @ForAll("steps") List<Step> steps) throws Exception {
    InMemoryStore store = new InMemoryStore();
    RecordingListener listener = new RecordingListener();
    History history = new History(store);
    try (InMemoryTree other = store.newSession();
        InMemoryTree tree = store.newSession();
        TreeMirror mirror =
            new TreeMirror(tree, ROOTS, path -> !path.name().equals("hidden"), listener)) {
      mirror.start();
      for (Step step : steps) {
        switch (step.kind()) {
          case CREATE -> history.commit(other, Changes.NONE.create(step.path()));
          case SET ->
              history.commit(
                  other, Changes.NONE.set(step.path(), new byte[1], Changes.ANY_VERSION));
          case DELETE_SUBTREE -> history.commit(other, deletion(store, step.path()));
          case RECREATE -> history.commit(other, deletion(store, step.path()).create(step.path()));
          case DISCONNECT -> tree.disconnect();
          case RECONNECT -> tree.reconnect();
          case EXPIRE -> tree.expire();
          case FAIL_READS -> tree.failReads(1);
          case TEAR_READS -> tree.tearReads(5);
          case CATCH_UP -> {
            tree.tearReads(0);
            if (tree.isConnected()) {
              mirror.caughtUp().get(10, TimeUnit.SECONDS);
            }
          }
        }
      }
      tree.failReads(0);
      tree.tearReads(0);
      tree.reconnect();
      long told = tree.sync();
      long revision = mirror.caughtUp(told).get(10, TimeUnit.SECONDS);
      assertThat(revision).isEqualTo(store.zxid());
      assertThat(mirror.isLive()).isTrue();
      assertThat(listener.state()).isEqualTo(wanted(store.everything()));
      assertThat(listener.mistakes()).isEmpty();
      listener.milestones().forEach(history::requireComplete);
    }
  }

  @Provide
  Arbitrary<List<Step>> steps() {
    Arbitrary<Kind> kinds =
        Arbitraries.frequency(
            Tuple.of(30, Kind.CREATE),
            Tuple.of(15, Kind.SET),
            Tuple.of(6, Kind.DELETE_SUBTREE),
            Tuple.of(6, Kind.RECREATE),
            Tuple.of(3, Kind.DISCONNECT),
            Tuple.of(5, Kind.RECONNECT),
            Tuple.of(1, Kind.EXPIRE),
            Tuple.of(1, Kind.FAIL_READS),
            Tuple.of(4, Kind.TEAR_READS),
            Tuple.of(5, Kind.CATCH_UP));
    Arbitrary<TreePath> paths =
        Arbitraries.of("x", "x-y", "hidden")
            .list()
            .ofMaxSize(3)
            .flatMap(
                names ->
                    Arbitraries.of("/a", "/a", "/b", "/c")
                        .map(
                            root -> {
                              TreePath path = TreePath.of(root);
                              for (String name : names) {
                                path = path.child(name);
                              }
                              return path;
                            }));
    return Combinators.combine(kinds, paths).as(Step::new).list().ofMaxSize(80);
  }

  private static Changes deletion(InMemoryStore store, TreePath top) {
    List<TreePath> doomed = new ArrayList<>(store.everything().keySet());
    doomed.removeIf(path -> !path.isWithin(top));
    doomed.sort((a, b) -> Integer.compare(b.value().length(), a.value().length()));
    Changes changes = Changes.NONE;
    for (TreePath path : doomed) {
      changes = changes.delete(path);
    }
    return changes;
  }

  private static Map<TreePath, Node> wanted(Map<TreePath, Node> all) {
    Map<TreePath, Node> wanted = new TreeMap<>(all);
    wanted
        .keySet()
        .removeIf(path -> path.value().startsWith("/c") || path.value().contains("/hidden"));
    return wanted;
  }

  /** What was there after each transaction. */
  private static final class History {
    private final InMemoryStore store;
    private final TreeMap<Long, Map<TreePath, Node>> states = new TreeMap<>();

    History(InMemoryStore store) {
      this.store = store;
      states.put(0L, Map.of());
    }

    void commit(InMemoryTree tree, Changes changes) throws Exception {
      try {
        tree.commit(changes);
        states.put(store.zxid(), wanted(store.everything()));
      } catch (ChangeRejected e) {
        // Random changes need not fit.
      }
    }

    /** Each node told must be as it was at that revision, or as it was later; never older. */
    void requireComplete(Milestone milestone) {
      List<Map<TreePath, Node>> since =
          new ArrayList<>(states.tailMap(milestone.revision(), true).values());
      if (since.isEmpty()) {
        since.add(states.lastEntry().getValue());
      }
      Set<TreePath> paths = new TreeSet<>(milestone.state().keySet());
      paths.addAll(since.get(0).keySet());
      for (TreePath path : paths) {
        Node told = milestone.state().get(path);
        assertThat(since)
            .as("%s as told at revision %d", path, milestone.revision())
            .anyMatch(state -> Objects.equals(state.get(path), told));
      }
    }
  }
}
