package io.helios.benchmarks.fleet;

import io.helios.benchmarks.fleet.StartTimes.Call;
import java.util.ArrayDeque;
import java.util.Queue;

/** The containers of a light agent: they only take time. For the loop's thread. */
final class LightEngine {
  /** As real agents: so many creates, starts and removes at once; stops wait for no turn. */
  private static final int QUICK = 4;

  private final LightFleet fleet;
  private final Queue<Work> waiting = new ArrayDeque<>();
  private int busy;

  private record Work(Call call, Runnable then) {}

  LightEngine(LightFleet fleet) {
    this.fleet = fleet;
  }

  /** Makes that call, when it has its turn. */
  void call(Call call, Runnable then) {
    fleet.tally().stepped();
    if (call == Call.STOP) {
      fleet.loop().after(fleet.draw(call), then);
    } else {
      waiting.add(new Work(call, then));
      next();
    }
  }

  private void next() {
    while (busy < QUICK && !waiting.isEmpty()) {
      Work work = waiting.remove();
      busy++;
      fleet
          .loop()
          .after(
              fleet.draw(work.call),
              () -> {
                busy--;
                work.then.run();
                next();
              });
    }
  }
}
