package io.helios.benchmarks.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.helios.benchmarks.fleet.StartTimes.Call;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StartTimesTest {
  @Test
  void what_was_measured_is_drawn_again() {
    Map<Call, List<Double>> samples = new EnumMap<>(Call.class);
    for (Call call : Call.values()) {
      List<Double> millis = new ArrayList<>();
      for (int i = 100; i <= 200; i++) {
        millis.add((double) i);
      }
      samples.put(call, millis);
    }
    StartTimes times = StartTimes.parse("# somewhere\n" + StartTimes.text(samples));

    Random random = new Random(1);
    double sum = 0;
    for (int i = 0; i < 1000; i++) {
      Duration drawn = times.draw(Call.START, random);
      assertThat(drawn).isBetween(Duration.ofMillis(100), Duration.ofMillis(200));
      sum += drawn.toMillis();
    }
    assertThat(sum / 1000).isBetween(140.0, 160.0);
  }

  @Test
  void the_same_seed_draws_the_same() throws IOException {
    StartTimes times = StartTimes.measured();
    assertThat(times.draw(Call.CREATE, new Random(7)))
        .isEqualTo(times.draw(Call.CREATE, new Random(7)));
  }

  @Test
  void a_file_that_lacks_a_call_is_refused() {
    assertThatThrownBy(() -> StartTimes.parse("create 1 2"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("START");
  }
}
