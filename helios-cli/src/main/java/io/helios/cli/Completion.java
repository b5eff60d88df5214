package io.helios.cli;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes a shell complete commands and options. */
final class Completion {
  private static final Pattern OPTION =
      Pattern.compile("(?m)^  (?:-[^-\\s].*?, )?(--[a-z][a-z-]*)");

  private static final Pattern CHOICES = Pattern.compile("(?m)^  \\{([a-z,-]+)}");

  private Completion() {}

  /**
   * @param helps per command the parser's help, in which each option begins a line
   */
  static String bash(Map<String, Supplier<String>> helps) {
    StringBuilder script = new StringBuilder();
    script.append("# helios completion; load it with: source <(helios completion bash)\n");
    script.append("_helios() {\n");
    script.append("  local word=${COMP_WORDS[COMP_CWORD]} command= options= words= each\n");
    script.append("  for each in \"${COMP_WORDS[@]:1:COMP_CWORD-1}\"; do\n");
    script.append("    case $each in\n");
    helps.forEach(
        (command, help) ->
            script.append(
                "      %s) command=%s options='%s' words='%s'; break ;;\n"
                    .formatted(
                        command,
                        command,
                        String.join(" ", options(help.get())),
                        choices(help.get()))));
    script.append("    esac\n");
    script.append("  done\n");
    script.append("  if [ -z \"$command\" ] && [[ $word != -* ]]; then\n");
    script.append("    options='%s'\n".formatted(String.join(" ", helps.keySet())));
    script.append("  elif [ -z \"$command\" ]; then\n");
    script.append(
        "    options='--help --json --master --domains --username --verbose --version'\n");
    script.append("  elif [[ $word != -* ]]; then\n");
    script.append("    [ -n \"$words\" ] || return\n");
    script.append("    [ \"${COMP_WORDS[COMP_CWORD-1]}\" = \"$command\" ] || return\n");
    script.append("    options=$words\n");
    script.append("  fi\n");
    script.append("  mapfile -t COMPREPLY < <(compgen -W \"$options\" -- \"$word\")\n");
    script.append("}\n");
    script.append("complete -o default -F _helios helios\n");
    return script.toString();
  }

  /** What the first argument may be; empty when it may be anything. */
  private static String choices(String help) {
    Matcher matcher = CHOICES.matcher(help);
    return matcher.find() ? matcher.group(1).replace(',', ' ') : "";
  }

  private static Set<String> options(String help) {
    Set<String> options = new TreeSet<>();
    Matcher matcher = OPTION.matcher(help);
    while (matcher.find()) {
      options.add(matcher.group(1));
    }
    return options;
  }
}
