package io.helios.agent.runtime.docker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.command.InspectContainerResponse.ContainerState;
import com.github.dockerjava.api.model.Container;
import io.helios.agent.runtime.ContainerId;
import io.helios.agent.runtime.Observed;
import io.helios.agent.runtime.Observed.Phase;
import io.helios.agent.runtime.TaskLabels;
import io.helios.model.job.PortMapping;
import io.helios.model.json.Json;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the engine's description of a container back into our words. */
final class Inspection {
  /** Effective ports of the task, as JSON, so that a lost state directory loses none. */
  static final String PORTS = "io.helios.ports";

  /**
   * Names of the variables that the agent set, as JSON. Values are not repeated: labels are shown
   * by many tools, and the container's configuration has them.
   */
  static final String ENV_NAMES = "io.helios.env-names";

  private static final TypeReference<TreeMap<String, PortMapping>> PORT_MAP =
      new TypeReference<>() {};
  private static final TypeReference<List<String>> NAMES = new TypeReference<>() {};

  private static final Pattern EXITED = Pattern.compile("^Exited \\((\\d{1,9})\\)");

  private Inspection() {}

  /** Empty when the container is not ours. */
  static Optional<Observed> observed(InspectContainerResponse container) {
    Map<String, String> labels =
        Optional.ofNullable(container.getConfig().getLabels()).orElse(Map.of());
    return TaskLabels.from(labels)
        .map(
            task -> {
              ContainerState state = container.getState();
              Phase phase = phase(state.getStatus());
              return new Observed(
                  new ContainerId(container.getId()),
                  task,
                  phase,
                  read(labels.get(PORTS), PORT_MAP).map(Map::copyOf).orElse(Map.of()),
                  ours(container.getConfig().getEnv(), labels.get(ENV_NAMES)),
                  instant(state.getStartedAt()),
                  phase == Phase.EXITED ? instant(state.getFinishedAt()) : null,
                  phase == Phase.EXITED ? exitCode(state) : null,
                  phase == Phase.EXITED && Boolean.TRUE.equals(state.getOOMKilled()),
                  Optional.ofNullable(state.getError()).orElse(""),
                  phase == Phase.RUNNING ? EngineChecks.health(state.getHealth()) : null);
            });
  }

  /**
   * What the engine's listing alone says; empty when the container is not ours.
   *
   * @param reason why no more is known
   */
  static Optional<Observed> listed(Container container, String reason) {
    Map<String, String> labels = Optional.ofNullable(container.getLabels()).orElse(Map.of());
    Phase phase = phase(container.getState());
    return TaskLabels.from(labels)
        .map(
            task ->
                new Observed(
                    new ContainerId(container.getId()),
                    task,
                    phase,
                    read(labels.get(PORTS), PORT_MAP).map(Map::copyOf).orElse(Map.of()),
                    Map.of(),
                    null,
                    null,
                    phase == Phase.EXITED ? exitCode(container.getStatus()) : null,
                    false,
                    reason,
                    phase == Phase.RUNNING ? EngineChecks.health(container.getStatus()) : null));
  }

  /** From {@code Exited (137) 2 minutes ago}. */
  private static @Nullable Integer exitCode(@Nullable String status) {
    Matcher exited = EXITED.matcher(status == null ? "" : status);
    return exited.find() ? Integer.valueOf(exited.group(1)) : null;
  }

  private static @Nullable Integer exitCode(ContainerState state) {
    Long code = state.getExitCodeLong();
    return code == null ? null : code.intValue();
  }

  static Phase phase(@Nullable String status) {
    return switch (status == null ? "" : status) {
      case "created" -> Phase.CREATED;
      case "running", "paused", "restarting" -> Phase.RUNNING;
      default -> Phase.EXITED; // exited, dead, removing: no process in any of them
    };
  }

  private static Map<String, String> ours(String @Nullable [] env, @Nullable String namesLabel) {
    Set<String> names = new HashSet<>(read(namesLabel, NAMES).orElse(List.of()));
    Map<String, String> ours = new TreeMap<>();
    for (String variable : env == null ? new String[0] : env) {
      int equals = variable.indexOf('=');
      if (equals > 0 && names.contains(variable.substring(0, equals))) {
        ours.put(variable.substring(0, equals), variable.substring(equals + 1));
      }
    }
    return ours;
  }

  private static <T> Optional<T> read(@Nullable String json, TypeReference<T> type) {
    if (json == null) {
      return Optional.empty();
    }
    try {
      return Optional.ofNullable(Json.tree().readValue(json, type));
    } catch (JsonProcessingException tamperedWith) {
      return Optional.empty();
    }
  }

  private static @Nullable Instant instant(@Nullable String text) {
    try {
      // The engine says "year one" for never.
      Instant instant = text == null || text.isEmpty() ? Instant.EPOCH : Instant.parse(text);
      return instant.isAfter(Instant.EPOCH) ? instant : null;
    } catch (DateTimeParseException e) {
      return null;
    }
  }
}
