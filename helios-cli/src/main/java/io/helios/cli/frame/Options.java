package io.helios.cli.frame;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.sourceforge.argparse4j.inf.Namespace;

/** What was given on the command line, by destination name. */
public final class Options {
  private final Map<String, Object> values;

  public Options(Namespace parsed) {
    this.values = parsed.getAttrs();
  }

  public boolean flag(String name) {
    return Boolean.TRUE.equals(values.get(name));
  }

  public Optional<String> text(String name) {
    return Optional.ofNullable(values.get(name)).map(Object::toString);
  }

  /** An argument that the parser insists on. */
  public String required(String name) {
    return text(name).orElseThrow(() -> new IllegalStateException("not declared: " + name));
  }

  public Optional<Integer> number(String name) {
    return Optional.ofNullable(values.get(name)).map(Integer.class::cast);
  }

  public Optional<Long> big(String name) {
    return Optional.ofNullable(values.get(name)).map(Long.class::cast);
  }

  public Optional<Double> decimal(String name) {
    return Optional.ofNullable(values.get(name)).map(Double.class::cast);
  }

  /** All values of a repeated option; empty when it was not given. */
  @SuppressWarnings("unchecked") // The parser's lists hold what the declared type makes: text.
  public List<String> all(String name) {
    Object value = values.get(name);
    return value == null ? List.of() : List.copyOf((List<String>) value);
  }
}
