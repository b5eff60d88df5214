package io.helios.cli.reference;

import static org.assertj.core.api.Assertions.assertThat;

import io.helios.model.job.JobId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReferencesTest {
  private static final List<JobId> JOBS =
      List.of(
          new JobId("foo", "1", "aaaa"),
          new JobId("foo", "10", "bbbb"),
          new JobId("barfoo", "1", "aaab"),
          new JobId("solo", "1", "cccc"),
          new JobId("solodemo", "1", "dddd"));

  @ParameterizedTest
  @CsvSource({
    "foo:1, foo:1:aaaa",
    "foo:1:aaaa, foo:1:aaaa",
    "foo:1:aa, foo:1:aaaa",
    "solo, solo:1:cccc",
    "solod, solodemo:1:dddd",
    "foo, foo:1:aaaa foo:10:bbbb",
    "oo:1, barfoo:1:aaab foo:1:aaaa foo:10:bbbb",
    "aaab, barfoo:1:aaab",
    "x, ''"
  })
  void the_more_exact_match_wins(String reference, String expected) {
    assertThat(JobReference.candidates(reference, JOBS))
        .extracting(JobId::toString)
        .containsExactly(expected.isEmpty() ? new String[0] : expected.split(" "));
  }

  @ParameterizedTest
  @CsvSource({
    "host1, host1.bar.com",
    "host1.foo, host1.foo.com",
    "host1.foo.com, host1.foo.com",
    "host1.foo.com., host1.foo.com",
    "other, other.net",
    "host, host",
    "nohost, nohost"
  })
  void hosts_are_completed_by_search_domains(String typed, String expected) {
    List<String> known = List.of("host1.foo.com", "host1.bar.com", "host2.bar.com", "other.net");

    assertThat(HostReference.resolve(typed, known, List.of("bar.com", "foo.com")))
        .isEqualTo(expected);
  }

  @Test
  void an_exact_host_wins_over_longer_names() {
    assertThat(HostReference.resolve("h1", List.of("h10", "h1", "h11"), List.of())).isEqualTo("h1");
  }
}
