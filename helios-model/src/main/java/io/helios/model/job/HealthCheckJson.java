package io.helios.model.job;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.helios.model.json.Contents;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A health check as it stands in JSON: flat, told apart by {@code type}.
 *
 * <p>Published clients know the types http, tcp and exec, and one job of another type makes them
 * fail on a whole listing. So the check by the image itself is written as an exec check without a
 * command, which they read and which every master refuses to create, plus {@code docker}, which
 * they ignore. Reading it, {@code "type": "docker"} does as well.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonPropertyOrder("type")
record HealthCheckJson(
    @Nullable String type,
    @Nullable String path,
    @Nullable String port,
    @Nullable List<String> command,
    @Nullable Boolean docker,
    @Nullable Integer interval,
    @Nullable Integer timeout,
    @Nullable Integer retries,
    @Nullable Integer startPeriod,
    @Nullable Boolean restart) {

  private static final String TYPES = "one of [docker, exec, http, tcp]";

  static HealthCheckJson of(HealthCheck check) {
    return check.on(
        new HealthCheck.Cases<>() {
          @Override
          public HealthCheckJson http(HealthCheck.Http http) {
            return of("http", http.path(), http.port(), null, null, http.liveness());
          }

          @Override
          public HealthCheckJson tcp(HealthCheck.Tcp tcp) {
            return of("tcp", null, tcp.port(), null, null, tcp.liveness());
          }

          @Override
          public HealthCheckJson exec(HealthCheck.Exec exec) {
            return of("exec", null, null, exec.command(), null, exec.liveness());
          }

          @Override
          public HealthCheckJson docker(HealthCheck.Docker docker) {
            return of("exec", null, null, List.of(), true, docker.liveness());
          }
        });
  }

  private static HealthCheckJson of(
      String type,
      @Nullable String path,
      @Nullable String port,
      @Nullable List<String> command,
      @Nullable Boolean docker,
      Liveness liveness) {
    return new HealthCheckJson(
        type,
        path,
        port,
        command,
        docker,
        liveness.interval(),
        liveness.timeout(),
        liveness.retries(),
        liveness.startPeriod(),
        liveness.restart());
  }

  HealthCheck toCheck() {
    Liveness liveness = new Liveness(interval, timeout, retries, startPeriod, restart);
    return switch (Contents.required("type of a health check, " + TYPES + ",", type)) {
      case "http" -> new HealthCheck.Http(path, port, liveness);
      case "tcp" -> new HealthCheck.Tcp(port, liveness);
      case "docker" -> new HealthCheck.Docker(liveness);
      case "exec" ->
          Boolean.TRUE.equals(docker) && (command == null || command.isEmpty())
              ? new HealthCheck.Docker(liveness)
              : new HealthCheck.Exec(Contents.list("command", command), liveness);
      default ->
          throw new IllegalArgumentException(
              "type of a health check is " + TYPES + ", not '" + type + "'");
    };
  }
}
