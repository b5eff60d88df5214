package io.helios.agent.membership;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class PatienceTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration LOOK = Duration.ofSeconds(5);

  private final Patience patience = new Patience();
  private Instant now = START;

  @Test
  void it_measures_what_passes_between_looks() {
    assertThat(look(Duration.ZERO)).isZero();
    look(LOOK);
    assertThat(look(LOOK)).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void a_clock_that_jumps_forward_by_a_year_ends_no_wait() {
    look(Duration.ZERO);
    look(LOOK);
    assertThat(look(Duration.ofDays(365))).isEqualTo(LOOK.plus(Patience.STEP));
    assertThat(look(LOOK)).isEqualTo(LOOK.plus(Patience.STEP).plus(LOOK));
  }

  @Test
  void a_clock_that_is_set_back_by_a_year_prolongs_a_wait_by_one_look() {
    look(Duration.ZERO);
    look(LOOK);
    assertThat(look(Duration.ofDays(-365))).isEqualTo(LOOK);
    assertThat(look(LOOK)).isEqualTo(LOOK.plus(LOOK));
  }

  @Test
  void the_next_wait_begins_anew() {
    look(Duration.ZERO);
    look(LOOK);
    patience.over();
    assertThat(look(LOOK)).isZero();
  }

  private Duration look(Duration later) {
    now = now.plus(later);
    return patience.waited(now);
  }
}
