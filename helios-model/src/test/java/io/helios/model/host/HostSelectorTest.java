package io.helios.model.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.helios.model.host.HostSelector.Operator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostSelectorTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a=b|a|EQUALS|b",
        "a = b|a|EQUALS|b",
        "a!=b|a|NOT_EQUALS|b",
        "a=(x,y)|a|EQUALS|(x,y)",
        "a in b|a|IN|b",
        "foo notin (x)|foo|NOT_IN|x",
        "foonotin(x)|foonot|IN|x",
        "foo inn|foo|IN|n",
      })
  void the_text_is_read_as_the_grammar_says(
      String text, String label, Operator op, String operand) {
    assertThat(HostSelector.parse(text)).contains(new HostSelector(label, op, List.of(operand)));
  }

  @Test
  void an_operand_list_loses_spaces_and_duplicates() {
    assertThat(HostSelector.parse("a in (z, b,z)").orElseThrow().operands())
        .containsExactly("z", "b");
    assertThat(HostSelector.parse("a in ()").orElseThrow().operands()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "a=", "=b", " a=b", "a=b ", "a IN b", "a in (b", "a==b", "ä=b"})
  void other_text_is_no_selector(String text) {
    assertThat(HostSelector.parse(text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "r=web|true",
        "r=Web|false",
        "r!=web|false",
        "r!=db|true",
        "r in (web,db)|true",
        "r in ()|false",
        "r notin (db)|true",
        "r notin (web)|false",
        "absent!=x|false",
        "absent notin (x)|false",
      })
  void a_host_matches_by_the_value_of_its_label(String selector, boolean matches) {
    assertThat(HostSelector.parse(selector).orElseThrow().matches(Map.of("r", "web")))
        .isEqualTo(matches);
  }

  @Test
  void all_selectors_must_match_and_none_choose_no_host() {
    Map<String, String> labels = Map.of("a", "1", "b", "2");
    HostSelector good = HostSelector.parse("a=1").orElseThrow();
    HostSelector bad = HostSelector.parse("b=1").orElseThrow();

    assertThat(HostSelector.allMatch(List.of(good), labels)).isTrue();
    assertThat(HostSelector.allMatch(List.of(good, bad), labels)).isFalse();
    assertThat(HostSelector.allMatch(List.of(), labels)).isFalse();
  }

  @Test
  void host_names_are_ordered_as_people_count() {
    assertThat(
            List.of("web10", "web2", "Web2", "web02", "a", "web", "10", "9", "web2-b3", "web2-b20")
                .stream()
                .sorted(new NaturalOrder()))
        .containsExactly(
            "9", "10", "a", "web", "web02", "web2", "web2-b3", "web2-b20", "web10", "Web2");
  }
}
