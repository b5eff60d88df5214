package io.helios.cli.text;

import io.helios.model.job.ContainerOptions;
import io.helios.model.json.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the predecessor's jobs could not say, for people: only what is said. */
final class ContainerText {
  private ContainerText() {}

  /** Labels and texts, in the order to be shown. */
  static Map<String, String> of(ContainerOptions options) {
    Map<String, String> said = new LinkedHashMap<>();
    put(said, "User", options.user());
    put(said, "Working directory", options.workingDir());
    if (!options.entrypoint().isEmpty()) {
      String words =
          options.entrypoint().stream()
              .map(JobText::quoted)
              .collect(Collectors.joining(", ", "[", "]"));
      put(said, "Entrypoint", words);
    }
    put(said, "Read-only root", options.readOnlyRootfs());
    put(said, "Init", options.init());
    put(said, "Stop signal", options.stopSignal());
    put(said, "Cpus", options.cpus());
    put(said, "Pids limit", options.pidsLimit());
    put(said, "Size of /dev/shm", options.shmSize());
    put(
        said,
        "Ulimits",
        options.ulimits().entrySet().stream()
            .map(ulimit -> ulimit.getKey() + "=" + text(ulimit.getValue()))
            .collect(Collectors.joining("\n")));
    put(said, "Devices", String.join("\n", options.devices()));
    put(said, "Extra hosts", String.join("\n", options.extraHosts()));
    put(said, "Sysctls", JobText.pairs(options.sysctls(), "\n"));
    put(said, "Log driver", options.logDriver());
    put(said, "Log options", JobText.pairs(options.logOptions(), "\n"));
    put(
        said,
        "Host config",
        options.hostConfig().entrySet().stream()
            .map(each -> each.getKey() + "=" + Json.text(each.getValue()))
            .collect(Collectors.joining("\n")));
    return said;
  }

  private static String text(ContainerOptions.Ulimit limit) {
    return limit.hard() == null ? "" + limit.soft() : limit.soft() + ":" + limit.hard();
  }

  private static void put(Map<String, String> said, String label, @Nullable Object value) {
    String text = value == null ? "" : value.toString();
    if (!text.isEmpty()) {
      said.put(label, text);
    }
  }
}
