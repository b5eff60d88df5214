package io.helios.systemtests;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A place where the agent is killed.
 *
 * @param phase what it was doing as a whole
 * @param effect the one thing that it was about to do, or had just done
 * @param fate what became of that
 */
record CrashPoint(Phase phase, Effect effect, Fate fate) {
  /** What the agent was asked for. */
  enum Phase {
    START,
    STOP,
    UNDEPLOY
  }

  /** What became of the thing that the agent was at. */
  enum Fate {
    /** It never got there. */
    LOST,
    /** It was done, and the agent never knew. */
    DONE,
    /** It arrives when the next agent has finished already. */
    LATE
  }

  /** Something that the agent does to the world outside, by what the relays see of it. */
  record Effect(String name, boolean ofZooKeeper, Supplier<Predicate<String>> message) {
    static Effect call(String name, String pattern) {
      return new Effect(name, false, () -> call -> call.matches(pattern));
    }

    /** A call that comes some time after the first of another kind. */
    static Effect callAfter(Effect first, String name, String pattern) {
      return new Effect(
          name,
          false,
          () -> {
            Predicate<String> earlier = first.message().get();
            AtomicBoolean passed = new AtomicBoolean();
            return call -> {
              if (!passed.get()) {
                passed.set(earlier.test(call));
                return false;
              }
              return call.matches(pattern);
            };
          });
    }

    /** A transaction of ZooKeeper that has all these words. */
    static Effect commit(String name, String... words) {
      return new Effect(
          name, true, () -> text -> Stream.of(words).allMatch(word -> text.contains(word)));
    }
  }

  private static final String INSPECT_ONE = "GET /containers/[0-9a-f]{64}/json.*";
  private static final Effect CREATE = Effect.call("create", "POST /containers/create.*");
  private static final Effect INSPECT_CREATED =
      Effect.callAfter(CREATE, "inspect what was created", INSPECT_ONE);
  private static final Effect START = Effect.call("start", "POST /containers/.*/start.*");
  private static final Effect INSPECT_STARTED =
      Effect.callAfter(START, "inspect what was started", INSPECT_ONE);
  private static final Effect EXEC_CREATE =
      Effect.call("create the check", "POST /containers/.*/exec.*");
  private static final Effect EXEC_START = Effect.call("run the check", "POST /exec/.*/start.*");
  private static final Effect EXEC_RESULT = Effect.call("ask for its result", "GET /exec/.*/json");
  private static final Effect STOP = Effect.call("stop", "POST /containers/.*/stop.*");
  private static final Effect INSPECT_STOPPED =
      Effect.callAfter(STOP, "inspect what was stopped", INSPECT_ONE);
  private static final Effect REMOVE = Effect.call("remove", "DELETE /containers/.*");
  private static final Effect INSPECT_REMOVED =
      Effect.callAfter(REMOVE, "inspect what was removed", INSPECT_ONE);
  private static final Effect FIRST_STATUS =
      Effect.commit("tell a first status", "/status/hosts/", "watched-");
  private static final Effect TELL_RUNNING =
      Effect.commit("tell RUNNING", "/status/hosts/", "watched-", "\"state\":\"RUNNING\"");
  private static final Effect TELL_STOPPED =
      Effect.commit("tell STOPPED", "/status/hosts/", "watched-", "\"state\":\"STOPPED\"");
  private static final Effect FORGET = Effect.commit("forget", "/undeploys/watched-");

  static Stream<CrashPoint> all() {
    return Stream.of(
            points(
                Phase.START,
                CREATE,
                INSPECT_CREATED,
                START,
                INSPECT_STARTED,
                EXEC_CREATE,
                EXEC_START,
                EXEC_RESULT,
                FIRST_STATUS,
                TELL_RUNNING),
            points(Phase.STOP, STOP, INSPECT_STOPPED, TELL_STOPPED),
            points(Phase.UNDEPLOY, STOP, INSPECT_STOPPED, REMOVE, INSPECT_REMOVED, FORGET))
        .flatMap(points -> points);
  }

  private static Stream<CrashPoint> points(Phase phase, Effect... effects) {
    return Stream.of(effects)
        .flatMap(effect -> fates(effect).stream().map(fate -> new CrashPoint(phase, effect, fate)));
  }

  private static List<Fate> fates(Effect effect) {
    // Only what changes something can do harm when it comes too late.
    return List.of(CREATE, START, STOP, REMOVE).contains(effect)
        ? List.of(Fate.LOST, Fate.DONE, Fate.LATE)
        : List.of(Fate.LOST, Fate.DONE);
  }

  boolean ofZooKeeper() {
    return effect.ofZooKeeper();
  }

  /** Recognises it; for one use. */
  Predicate<String> message() {
    return effect.message().get();
  }

  @Override
  public String toString() {
    return phase + ": " + effect.name() + ", " + fate;
  }
}
