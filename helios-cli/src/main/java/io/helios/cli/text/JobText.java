package io.helios.cli.text;

import io.helios.model.job.HealthCheck;
import io.helios.model.job.Liveness;
import io.helios.model.job.PortMapping;
import io.helios.model.job.RolloutOptions;
import io.helios.model.job.ServiceEndpoint;
import io.helios.model.job.ServicePorts;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Parts of a job in words. */
public final class JobText {
  private JobText() {}

  /** As one would type it: arguments with whitespace are quoted. */
  public static String command(List<String> command) {
    return command.stream().map(JobText::quoted).collect(Collectors.joining(" "));
  }

  public static String quoted(String argument) {
    return argument.isEmpty() || argument.chars().anyMatch(Character::isWhitespace)
        ? "\"" + argument + "\""
        : argument;
  }

  /** For example {@code A=b C=d}. */
  public static String pairs(Map<String, String> map, String between) {
    return map.entrySet().stream()
        .map(entry -> entry.getKey() + "=" + entry.getValue())
        .collect(Collectors.joining(between));
  }

  /** {@code [ip:]internal[:external]/protocol}. */
  public static String port(PortMapping port) {
    return (port.ip() == null ? "" : port.ip() + ":")
        + port.internalPort()
        + (port.externalPort() == null ? "" : ":" + port.externalPort())
        + "/"
        + port.protocol();
  }

  /** {@code service/protocol=port, port}. */
  public static String registration(ServiceEndpoint endpoint, ServicePorts service) {
    return endpoint
        + "="
        + (service.ports() == null ? "" : String.join(", ", service.ports().keySet()));
  }

  /** For example {@code type: tcp, port: http, retries: 3}; what is left to the agent is not. */
  public static String healthCheck(HealthCheck check) {
    Liveness liveness = check.liveness();
    return probe(check)
        + told(", interval: ", liveness.interval())
        + told(", timeout: ", liveness.timeout())
        + told(", retries: ", liveness.retries())
        + told(", start period: ", liveness.startPeriod())
        + told(", restart: ", liveness.restart());
  }

  private static String told(String label, @Nullable Object value) {
    return value == null ? "" : label + value;
  }

  private static String probe(HealthCheck check) {
    return check.on(
        new HealthCheck.Cases<String>() {
          @Override
          public String http(HealthCheck.Http http) {
            return "type: http, port: " + http.port() + ", path: " + http.path();
          }

          @Override
          public String tcp(HealthCheck.Tcp tcp) {
            return "type: tcp, port: " + tcp.port();
          }

          @Override
          public String exec(HealthCheck.Exec exec) {
            return "type: exec, command: " + command(exec.command());
          }

          @Override
          public String docker(HealthCheck.Docker docker) {
            return "type: docker";
          }
        });
  }

  /** The first six always, as the predecessor shows them; of the others those that are given. */
  public static String rollout(RolloutOptions options, String token) {
    return "timeout: %s, parallelism: %s, migrate: %s, overlap: %s, token: %s, ignoreFailures: %s"
            .formatted(
                options.timeout(),
                options.parallelism(),
                options.migrate(),
                options.overlap(),
                token,
                options.ignoreFailures())
        + told(", minHealthy: ", options.minHealthy())
        + told(", maxFailures: ", options.maxFailures())
        + told(", rollbackOnFailure: ", options.rollbackOnFailure())
        + told(", canary: ", options.canary())
        + told(", autoPromote: ", options.autoPromote())
        + told(", soak: ", options.soak())
        + told(", order: ", options.order());
  }
}
