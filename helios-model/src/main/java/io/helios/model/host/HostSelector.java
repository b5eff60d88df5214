package io.helios.model.host;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.helios.model.json.Contents;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A condition on one label of a host, as in {@code role=web} or {@code zone in (a, b)}. A host
 * without the label never matches, not even a negated condition. Two selectors are equal when
 * label, operator and the order of operands are.
 *
 * @param operands exactly one for {@code =} and {@code !=}; any number, without duplicates, else
 */
public record HostSelector(String label, Operator operator, List<String> operands) {
  private static final Pattern TEXT =
      Pattern.compile(
          "([A-Za-z0-9._-]+)\\s*(!=|=|in|notin)\\s*([A-Za-z0-9._-]+|\\([A-Za-z0-9._,\\s-]*\\))");

  public HostSelector {
    Contents.required("label of a host selector", label);
    Contents.required("operator of a host selector", operator);
    Set<String> distinct = Contents.set("operand of a host selector", operands);
    operands = List.copyOf(distinct);
    if (!operator.takesMany() && operands.size() != 1) {
      throw new IllegalArgumentException(
          "operator " + operator + " of a host selector takes one operand, a text");
    }
  }

  /** Reads {@code LABEL OPERATOR OPERAND}; empty when the text is no selector. */
  public static Optional<HostSelector> parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    Operator operator = Operator.of(matcher.group(2));
    String operand = matcher.group(3);
    return Optional.of(
        new HostSelector(
            matcher.group(1), operator, operator.takesMany() ? split(operand) : List.of(operand)));
  }

  /** Whether a host with these labels has the label and its value meets the condition. */
  public boolean matches(Map<String, String> labels) {
    String value = labels.get(label);
    if (value == null) {
      return false;
    }
    return switch (operator) {
      case EQUALS, IN -> operands.contains(value);
      case NOT_EQUALS, NOT_IN -> !operands.contains(value);
    };
  }

  /** Whether a host with these labels meets all conditions; no conditions choose no host. */
  public static boolean allMatch(Collection<HostSelector> selectors, Map<String, String> labels) {
    return !selectors.isEmpty() && selectors.stream().allMatch(each -> each.matches(labels));
  }

  /** As it can be parsed again, provided its parts consist of the characters of the grammar. */
  @Override
  public String toString() {
    return operator.takesMany()
        ? label + " " + operator.symbol() + " (" + String.join(", ", operands) + ")"
        : label + " " + operator.symbol() + " " + operands.get(0);
  }

  private static List<String> split(String operand) {
    String bare = operand.replaceAll("[() ]", "");
    return Arrays.stream(bare.split(",")).filter(each -> !each.isEmpty()).toList();
  }

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  static HostSelector fromWire(Wire wire) {
    Operator operator = Contents.required("operator of a host selector", wire.operator());
    Object operand = Contents.required("operand of a host selector", wire.operand());
    Collection<?> operands = operand instanceof Collection<?> many ? many : List.of(operand);
    if (operands.stream().anyMatch(each -> each instanceof Map || each instanceof Collection)
        || operand instanceof Collection != operator.takesMany()) {
      throw new IllegalArgumentException(
          "operator "
              + operator
              + " of a host selector takes "
              + (operator.takesMany() ? "an array of texts" : "a text")
              + " as operand");
    }
    return new HostSelector(
        Contents.required("label of a host selector", wire.label()),
        operator,
        List.copyOf(
            new LinkedHashSet<>(
                Contents.list("operand", operands).stream().map(Objects::toString).toList())));
  }

  @JsonValue
  Wire toWire() {
    return new Wire(label, operator, operator.takesMany() ? operands : operands.get(0));
  }

  /** The shape in JSON, where the operand is a text or an array by the operator. */
  record Wire(@Nullable String label, @Nullable Operator operator, @Nullable Object operand) {}

  /** How label value and operand are compared. */
  public enum Operator {
    EQUALS("="),
    NOT_EQUALS("!="),
    IN("in"),
    NOT_IN("notin");

    private final String symbol;

    Operator(String symbol) {
      this.symbol = symbol;
    }

    /** As it is written in a selector's text. */
    public String symbol() {
      return symbol;
    }

    /** Whether the operand is a list. */
    public boolean takesMany() {
      return this == IN || this == NOT_IN;
    }

    private static Operator of(String symbol) {
      return Arrays.stream(values())
          .filter(each -> each.symbol.equals(symbol))
          .findFirst()
          .orElseThrow();
    }
  }
}
