package io.helios.master.watch;

/** Decides which changes are handed on next, and whether to everybody. For one thread. */
final class Rounds {
  /** In each of so many stretches of the journal everybody is told once. */
  private static final int STRETCHES = 4;

  private final int capacity;
  private long told;
  private long toldAll;

  /**
   * What to hand on.
   *
   * @param from first place in the journal
   * @param to behind the last one
   * @param all whether to those, too, whom nothing in there concerns
   */
  record Round(long from, long to, boolean all) {}

  /**
   * @param capacity of the journal
   * @param head where it ends now
   */
  Rounds(int capacity, long head) {
    this.capacity = capacity;
    this.told = head;
    this.toldAll = head;
  }

  /**
   * The next round.
   *
   * @param head where the journal ends now
   * @param concernsAll whether there is something to tell that is not in the journal
   */
  Round next(long head, boolean concernsAll) {
    // Whom nothing concerns goes along now and then, lest the journal overtake them.
    boolean all = concernsAll || head - toldAll >= capacity / STRETCHES;
    Round round = new Round(told, head, all);
    told = head;
    toldAll = all ? head : toldAll;
    return round;
  }
}
