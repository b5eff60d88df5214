package io.helios.master.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.helios.model.job.JobId;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class JobMapTest {
  /** Puts numbers under jobs and takes jobs out (odd multiples of 20). */
  @Property(tries = 300)
  void it_is_the_same_as_a_sorted_map_and_what_it_was_before_stays(
      @ForAll @Size(max = 60) List<@IntRange(min = 0, max = 199) Integer> changes) {
    JobMap<Integer> map = JobMap.empty();
    TreeMap<JobId, Integer> expected = new TreeMap<>();
    for (int change : changes) {
      JobId job = job(change % 20);
      JobMap<Integer> before = map;
      Map<JobId, Integer> wasExpected = new TreeMap<>(expected);
      if (change / 20 % 2 == 1) {
        map = map.with(job, null);
        expected.remove(job);
      } else {
        map = map.with(job, change);
        expected.put(job, change);
      }
      assertThat(before).isEqualTo(wasExpected);
      assertThat(map).isEqualTo(expected).hasSize(expected.size());
      assertThat(expected).isEqualTo(map);
      assertThat(List.copyOf(map.entrySet())).isEqualTo(List.copyOf(expected.entrySet()));
      assertThat(List.copyOf(map.keySet())).isEqualTo(List.copyOf(expected.keySet()));
      assertThat(map.get(job)).isEqualTo(expected.get(job));
      assertThat(map.containsKey(job)).isEqualTo(expected.containsKey(job));
      assertThat(map).hasSameHashCodeAs(expected);
    }
    assertThat(JobMap.of(expected)).isEqualTo(map);
    assertThat(JobMap.of(map)).isSameAs(map);
  }

  @Test
  void it_cannot_be_changed_and_holds_jobs_only() {
    JobMap<Integer> map = JobMap.<Integer>empty().with(job(1), 1);
    assertThatThrownBy(() -> map.put(job(2), 2)).isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> map.keySet().remove(job(1)))
        .isInstanceOf(UnsupportedOperationException.class);
    Map<?, Integer> ofAnything = map;
    assertThat(ofAnything.containsKey("job-1:1")).isFalse();
    assertThat(ofAnything.get(null)).isNull();
    assertThat(map.with(job(1), null)).isEmpty();
  }

  private static JobId job(int number) {
    return new JobId("job-" + number, "1", "0".repeat(40));
  }
}
