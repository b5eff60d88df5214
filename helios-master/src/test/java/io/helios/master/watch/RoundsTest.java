package io.helios.master.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.helios.master.watch.Rounds.Round;
import org.junit.jupiter.api.Test;

class RoundsTest {
  private final Rounds rounds = new Rounds(1000, 70);

  @Test
  void each_change_is_handed_on_once() {
    assertThat(rounds.next(80, false)).isEqualTo(new Round(70, 80, false));
    assertThat(rounds.next(80, false)).isEqualTo(new Round(80, 80, false));
    assertThat(rounds.next(90, true)).isEqualTo(new Round(80, 90, true));
    assertThat(rounds.next(95, false)).isEqualTo(new Round(90, 95, false));
  }

  @Test
  void the_journal_never_overtakes_those_whom_nothing_concerns() {
    long toldAll = 70;
    for (long head = 70; head < 100_000; head += 37) {
      toldAll = rounds.next(head, false).all() ? head : toldAll;
      assertThat(head - toldAll).isLessThan(1000 / 2);
    }
  }

  @Test
  void they_are_not_told_each_time() {
    long all = 0;
    for (long head = 70; head < 100_000; head++) {
      all += rounds.next(head, false).all() ? 1 : 0;
    }
    assertThat(all).isBetween(300L, 400L);
  }
}
