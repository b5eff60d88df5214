package io.helios.master.config;

import io.helios.master.config.Setting.Kind;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What was set, and where. The command line counts before the environment, the environment before
 * the file, the file before the default; a list is taken from one place as a whole.
 */
public final class Settings {
  private final Map<Setting, Value> values;
  private final List<String> errors;

  /**
   * A setting's value.
   *
   * @param texts one, or any number for a list
   * @param source for operators
   */
  public record Value(List<String> texts, String source) {
    public Value {
      texts = List.copyOf(texts);
    }
  }

  private Settings(Map<Setting, Value> values, List<String> errors) {
    this.values = values;
    this.errors = errors;
  }

  /**
   * Takes each setting from the first place that has it.
   *
   * @param options those given on the command line
   * @param environment variables, all of the process's
   * @param file content of the file, by key
   * @param fileName for messages
   */
  public static Settings of(
      Map<Setting, List<String>> options,
      Map<String, String> environment,
      Map<String, List<String>> file,
      String fileName) {
    Map<Setting, Value> values = new EnumMap<>(Setting.class);
    List<String> errors = new ArrayList<>();
    for (Setting setting : Setting.values()) {
      List<String> given = options.get(setting);
      String variable = environment.get(setting.variable());
      List<String> filed = file.get(setting.key());
      if (given != null) {
        values.put(setting, new Value(given, "command line"));
      } else if (variable != null && !variable.isEmpty()) {
        values.put(setting, new Value(split(setting, variable), setting.variable()));
      } else if (filed != null) {
        values.put(setting, new Value(filed, fileName));
      } else {
        setting
            .byDefault()
            .ifPresent(text -> values.put(setting, new Value(List.of(text), "default")));
      }
      Value value = values.get(setting);
      if (value != null && setting.kind() != Kind.LIST && value.texts().size() != 1) {
        errors.add(setting.key() + " in " + value.source() + " must be one value, not a list");
        values.remove(setting);
      }
    }
    for (String key : file.keySet()) {
      if (find(key).isEmpty()) {
        errors.add(fileName + " sets '" + key + "', which is no setting");
      }
    }
    return new Settings(values, errors);
  }

  private static Optional<Setting> find(String key) {
    for (Setting setting : Setting.values()) {
      if (setting.key().equals(key)) {
        return Optional.of(setting);
      }
    }
    return Optional.empty();
  }

  private static List<String> split(Setting setting, String text) {
    return setting.kind() == Kind.LIST ? List.of(text.trim().split("[,\\s]+")) : List.of(text);
  }

  /** What cannot be understood, one line each; what is set is to be read nevertheless. */
  public List<String> errors() {
    return List.copyOf(errors);
  }

  public Optional<String> text(Setting setting) {
    return value(setting).map(it -> it.texts().get(0));
  }

  public List<String> list(Setting setting) {
    return value(setting).map(Value::texts).orElse(List.of());
  }

  private Optional<Value> value(Setting setting) {
    return Optional.ofNullable(values.get(setting));
  }

  /** Every setting that has a value, one line each; of secrets only that they are there. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    values.forEach(
        (setting, value) -> {
          List<String> shown = value.texts().stream().map(text -> shown(setting, text)).toList();
          String text = setting.kind() == Kind.LIST ? shown.toString() : shown.get(0);
          lines.add(setting.key() + ": " + text + "  # " + value.source());
        });
    return lines;
  }

  private static String shown(Setting setting, String text) {
    if (setting.kind() == Kind.SECRET) {
      return "<redacted>";
    }
    // Someone's password may be part of an address.
    return text.replaceAll("(://)[^/@\\s]+@", "$1<redacted>@");
  }
}
