package io.helios.model.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.helios.model.host.HostSelector.Operator;
import io.helios.model.json.Json;
import java.io.IOException;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class HostSelectorProperties {
  private final NaturalOrder order = new NaturalOrder();

  @Property(tries = 500)
  void a_selector_survives_its_text_and_its_json(@ForAll("selectors") HostSelector selector)
      throws IOException {
    assertThat(HostSelector.parse(selector.toString())).contains(selector);
    assertThat(Json.read(Json.bytes(selector), HostSelector.class)).isEqualTo(selector);
  }

  @Property(tries = 500)
  void the_order_of_names_is_total(
      @ForAll("names") String a, @ForAll("names") String b, @ForAll("names") String c) {
    List<String> sorted = List.of(a, b, c).stream().sorted(order).toList();

    assertThat(order.compare(sorted.get(0), sorted.get(2))).isLessThanOrEqualTo(0);
    assertThat(Integer.signum(order.compare(a, b))).isEqualTo(-Integer.signum(order.compare(b, a)));
    assertThat(order.compare(a, b) == 0).isEqualTo(a.equals(b));
  }

  @Provide
  Arbitrary<String> names() {
    return Arbitraries.strings().withChars("abAB019.-_").ofMinLength(1).ofMaxLength(6);
  }

  @Provide
  Arbitrary<HostSelector> selectors() {
    Arbitrary<HostSelector> single =
        Combinators.combine(names(), Arbitraries.of(Operator.EQUALS, Operator.NOT_EQUALS), names())
            .as((label, operator, operand) -> new HostSelector(label, operator, List.of(operand)));
    Arbitrary<HostSelector> many =
        Combinators.combine(
                names(), Arbitraries.of(Operator.IN, Operator.NOT_IN), names().list().ofMaxSize(4))
            .as(HostSelector::new);
    return Arbitraries.oneOf(single, many);
  }
}
