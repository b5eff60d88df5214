package io.helios.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0 seconds",
    "1, 1 second",
    "59, 59 seconds",
    "60, 1 minute",
    "3599, 59 minutes",
    "3600, 1 hour",
    "86399, 23 hours",
    "86400, 1 day",
    "31536000, 365 days",
    "-5, 0 seconds"
  })
  void spans_show_their_largest_unit(long seconds, String text) {
    assertThat(Spans.text(Duration.ofSeconds(seconds))).isEqualTo(text);
  }

  @Test
  void table_cells_stay_on_one_line_without_blanks_at_the_end() {
    Table table = new Table("A", "LONGER");
    table.row("x\n  y", "");

    assertThat(table.lines()).containsExactly("A      LONGER", "x y");
  }

  @Test
  void the_first_search_domain_that_fits_is_cut_off() {
    assertThat(HostText.text("h.a.b", List.of("b", "a.b"), false)).isEqualTo("h.a");
    assertThat(HostText.text("h.a.b", List.of("a.b"), true)).isEqualTo("h.a.b");
    assertThat(HostText.text("a.b", List.of("a.b"), false)).isEqualTo("a.b");
  }

  @Test
  void arguments_with_blanks_are_quoted() {
    assertThat(JobText.command(List.of("sh", "-c", "a b", ""))).isEqualTo("sh -c \"a b\" \"\"");
  }
}
