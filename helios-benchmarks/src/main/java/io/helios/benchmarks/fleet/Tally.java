package io.helios.benchmarks.fleet;

import io.helios.model.task.State;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;

/** Counts what the agents of a fleet do. Safe for use by any thread. */
public final class Tally implements Fleet.Counted {
  /** Behind the first two words of a path, so that there are only a few. */
  private static final Pattern REST = Pattern.compile("(/[^/]+/[^/]+)/.*");

  private final Map<State, AtomicLong> states = new EnumMap<>(State.class);
  private final Map<String, AtomicLong> rejections = new ConcurrentHashMap<>();
  private final Map<String, Boolean> failures = new ConcurrentHashMap<>();
  private final AtomicLong steps = new AtomicLong();
  private final AtomicLong lastTold = new AtomicLong();

  public Tally() {
    for (State state : State.values()) {
      states.put(state, new AtomicLong());
    }
  }

  /** A task; UNKNOWN is before it was there and after it is gone. */
  public void moved(State from, State to) {
    states.getOrDefault(from, new AtomicLong()).decrementAndGet();
    states.getOrDefault(to, new AtomicLong()).incrementAndGet();
  }

  public void stepped() {
    steps.incrementAndGet();
  }

  /** Something was told by the transaction of that zxid. */
  public void tellsAt(long zxid) {
    lastTold.accumulateAndGet(zxid, Math::max);
  }

  /** A transaction did not happen. */
  public void rejected(String reason, String path) {
    String what = reason + " " + REST.matcher(path).replaceFirst("$1");
    rejections.computeIfAbsent(what, key -> new AtomicLong()).incrementAndGet();
  }

  public void failed(String why) {
    failures.put(why, true);
  }

  @Override
  public Map<State, Long> tasksByState() {
    Map<State, Long> counts = new TreeMap<>();
    states.forEach(
        (state, count) -> {
          if (count.get() > 0 && state != State.UNKNOWN) {
            counts.put(state, count.get());
          }
        });
    return counts;
  }

  @Override
  public long steps() {
    return steps.get();
  }

  @Override
  public long lastTold() {
    return lastTold.get();
  }

  @Override
  public Map<String, Long> rejections() {
    Map<String, Long> counts = new TreeMap<>();
    rejections.forEach((reason, count) -> counts.put(reason, count.get()));
    return counts;
  }

  @Override
  public List<String> failures() {
    return List.copyOf(failures.keySet());
  }
}
