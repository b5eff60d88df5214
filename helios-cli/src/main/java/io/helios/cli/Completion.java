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

  private Completion() {}

  /**
   * @param helps per command the parser's help, in which each option begins a line
   */
  static String bash(Map<String, Supplier<String>> helps) {
    StringBuilder script = new StringBuilder();
    script.append("# helios completion; load it with: source <(helios completion bash)\n");
    script.append("_helios() {\n");
    script.append("  local word=${COMP_WORDS[COMP_CWORD]} command= options= each\n");
    script.append("  for each in \"${COMP_WORDS[@]:1:COMP_CWORD-1}\"; do\n");
    script.append("    case $each in\n");
    helps.forEach(
        (command, help) ->
            script.append(
                "      %s) command=%s options='%s'; break ;;\n"
                    .formatted(command, command, String.join(" ", options(help.get())))));
    script.append("    esac\n");
    script.append("  done\n");
    script.append("  if [ -z \"$command\" ] && [[ $word != -* ]]; then\n");
    script.append("    options='%s'\n".formatted(String.join(" ", helps.keySet())));
    script.append("  elif [ -z \"$command\" ]; then\n");
    script.append(
        "    options='--help --json --master --domains --username --verbose --version'\n");
    script.append("  elif [ \"$command\" = completion ] && [[ $word != -* ]]; then\n");
    script.append("    options=bash\n");
    script.append("  elif [[ $word != -* ]]; then\n");
    script.append("    return\n");
    script.append("  fi\n");
    script.append("  mapfile -t COMPREPLY < <(compgen -W \"$options\" -- \"$word\")\n");
    script.append("}\n");
    script.append("complete -o default -F _helios helios\n");
    return script.toString();
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
