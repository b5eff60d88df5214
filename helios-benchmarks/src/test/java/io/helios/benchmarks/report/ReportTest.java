package io.helios.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.helios.benchmarks.report.Comparison.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
  private static final Machine MACHINE =
      new Machine("2026-11-25T00:00:00Z", 2, "cpu", 24_000, "6", "17", "none", "0.10.0", 1.5);

  @TempDir private Path directory;

  @Test
  void a_quantile_is_the_smallest_sample_that_so_many_do_not_exceed() {
    Measure measure = Measure.of("k", "name", "ms", 4, 1, 3, 2);

    assertThat(measure.median()).isEqualTo(2);
    assertThat(measure.quantile(0.9)).isEqualTo(4);
    assertThat(measure.max()).isEqualTo(4);
    assertThat(measure.count()).isEqualTo(4);
  }

  @Test
  void nothing_is_no_measure() {
    assertThatThrownBy(() -> Measure.of("k", "name", "ms"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("name");
  }

  @Test
  void the_json_is_flat_and_names_the_machine() throws IOException {
    Results results =
        new Results()
            .fact("hosts", 7)
            .add(
                Measure.of("deploymentsPerSecond", "rate", "1/s", 2500).higherIsBetter(),
                Measure.of("answerMillis", "answer", "ms", 1, 2, 3, 4, 5));
    Path file = directory.resolve("a.json");
    report(results).writeJson(file);

    JsonNode json = new ObjectMapper().readTree(file.toFile());
    assertThat(json).allMatch(JsonNode::isValueNode);
    assertThat(json.path("scenario").asText()).isEqualTo("storm");
    assertThat(json.path("hosts").asInt()).isEqualTo(7);
    assertThat(json.path("deploymentsPerSecond").asDouble()).isEqualTo(2500);
    assertThat(json.path("deploymentsPerSecond.better").asText()).isEqualTo("higher");
    assertThat(json.path("answerMillis").asDouble()).isEqualTo(3);
    assertThat(json.path("answerMillis.p99").asDouble()).isEqualTo(5);
    assertThat(json.path("machine.cpus").asInt()).isEqualTo(2);
  }

  @Test
  void the_page_has_plots_and_fetches_nothing() throws IOException {
    TimeLine states = new TimeLine("tasks by <state>", "tasks");
    states.add("RUNNING", 0, 0);
    states.add("RUNNING", 1, 10);
    Results results =
        new Results().add(states).add(Measure.of("answerMillis", "answer", "ms", 1, 2, 3, 4, 5));
    Path file = directory.resolve("a.html");
    report(results).writeHtml(file);

    assertThat(Files.readString(file))
        .contains("<polyline", "<rect", "tasks by &lt;state&gt;")
        .doesNotContain("src=", "href=", "<script");
  }

  @Test
  void the_page_says_which_targets_were_met() throws IOException {
    Results results =
        new Results()
            .add(
                Measure.of("a", "a", "1/s", 2500).higherIsBetter().wanted(">= 2000"),
                Measure.of("b", "b", "ms", 1, 2, 3).wanted("median < 2, p99 < 50"),
                Measure.of("c", "c", "ms", 1, 2, 3).wanted("<= 50"),
                Measure.of("d", "d", "", 1).wanted("not one per container"));
    Path file = directory.resolve("a.html");
    report(results).writeHtml(file);

    assertThat(Files.readString(file))
        .contains(
            "<span class=\"met\">&#10003; &gt;= 2000</span>",
            "<span class=\"missed\">&#10007; median &lt; 2, p99 &lt; 50</span>",
            "<td>&lt;= 50",
            "<td>not one per container");
  }

  @Test
  void nothing_of_a_plot_lies_beyond_its_edge() throws IOException {
    Results results = new Results().add(Measure.of("k", "long", "ms", 1, 2, 3, 4, 209.6, 209.6));
    Path file = directory.resolve("a.html");
    report(results).writeHtml(file);

    // The last number on the axis and the word at the 99th percentile were cut in half.
    String page = Files.readString(file);
    assertThat(page).contains("text-anchor=\"end\">p99 209.60</text>").contains(">200</text>");
    assertThat(page).doesNotContain(">209.60 ms</text>");
  }

  @Test
  void what_was_seen_only_once_is_no_curve() throws IOException {
    TimeLine states = new TimeLine("tasks by state", "tasks");
    states.add("RUNNING", 0, 10);
    Path file = directory.resolve("a.html");
    report(new Results().add(states)).writeHtml(file);

    assertThat(Files.readString(file)).contains("Over before").doesNotContain("<svg");
  }

  @Test
  void marks_of_an_axis_are_round() {
    assertThat(Ticks.upTo(2.23).values()).containsExactly(0.0, 0.5, 1.0, 1.5, 2.0);
    assertThat(Ticks.upTo(2.23).label(0.5)).isEqualTo("0.5");
    assertThat(Ticks.upTo(209.6).values()).containsExactly(0.0, 50.0, 100.0, 150.0, 200.0);
    assertThat(Ticks.upTo(209.6).label(50)).isEqualTo("50");
    assertThat(Ticks.countingUpTo(2).values()).containsExactly(0.0, 1.0, 2.0);
  }

  @Test
  void only_differences_beyond_noise_are_better_or_worse() throws IOException {
    Results first =
        new Results()
            .add(
                Measure.of("rate", "rate", "1/s", 1000).higherIsBetter(),
                Measure.of("time", "time", "ms", 10, 11, 12, 13, 14, 15, 16, 17, 18, 19),
                Measure.of("noisy", "noisy", "ms", 1, 100),
                Measure.of("small", "small", "ms", 100),
                Measure.of("cpu", "cpu", "%", 1).fact());
    Results second =
        new Results()
            .add(
                Measure.of("rate", "rate", "1/s", 700).higherIsBetter(),
                Measure.of("time", "time", "ms", 1, 1.1, 1.2, 1.3, 1.4, 1.5, 1.6, 1.7, 1.8, 1.9),
                Measure.of("noisy", "noisy", "ms", 2, 60),
                Measure.of("small", "small", "ms", 105),
                Measure.of("cpu", "cpu", "%", 90).fact());

    assertThat(verdicts(first, second))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "rate", Verdict.WORSE,
                "time", Verdict.BETTER,
                "noisy", Verdict.SAME,
                "small", Verdict.SAME,
                "cpu", Verdict.SAME));
  }

  private Map<String, Verdict> verdicts(Results first, Results second) throws IOException {
    Path a = directory.resolve("a.json");
    Path b = directory.resolve("b.json");
    report(first).writeJson(a);
    report(second).writeJson(b);
    Map<String, Verdict> verdicts = new TreeMap<>();
    Comparison.of(a, b, 0.1).forEach(line -> verdicts.put(line.key(), line.verdict()));
    return verdicts;
  }

  private static Report report(Results results) {
    return new Report("storm", "bin/helios-bench storm", MACHINE, 2, results);
  }
}
