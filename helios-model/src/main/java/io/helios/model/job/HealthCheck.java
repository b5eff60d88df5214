package io.helios.model.job;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.helios.model.json.Contents;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What has to succeed before a started container counts as RUNNING, and tells from then on whether
 * it is healthy.
 */
public sealed interface HealthCheck {
  /** How it goes on after the container was started. */
  Liveness liveness();

  <R> R on(Cases<R> cases);

  /**
   * Reads the flat form that stands in JSON.
   *
   * @throws IllegalArgumentException when it names no kind of check that we know
   */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  static HealthCheck fromJson(HealthCheckJson json) {
    return json.toCheck();
  }

  @JsonValue
  default HealthCheckJson toJson() {
    return HealthCheckJson.of(this);
  }

  /** The same check, going on in another way. */
  default HealthCheck with(Liveness liveness) {
    return on(
        new Cases<>() {
          @Override
          public HealthCheck http(Http check) {
            return new Http(check.path(), check.port(), liveness);
          }

          @Override
          public HealthCheck tcp(Tcp check) {
            return new Tcp(check.port(), liveness);
          }

          @Override
          public HealthCheck exec(Exec check) {
            return new Exec(check.command(), liveness);
          }

          @Override
          public HealthCheck docker(Docker check) {
            return new Docker(liveness);
          }
        });
  }

  /**
   * GET on the host's side of a port; 200-399 passes.
   *
   * @param path path and query
   * @param port name of a port of the job; null only in an invalid job
   */
  record Http(@Nullable String path, @Nullable String port, Liveness liveness)
      implements HealthCheck {
    public Http(@Nullable String path, @Nullable String port) {
      this(path, port, Liveness.DEFAULT);
    }

    @Override
    public <R> R on(Cases<R> cases) {
      return cases.http(this);
    }
  }

  /** Connects to the host's side of the named port. */
  record Tcp(@Nullable String port, Liveness liveness) implements HealthCheck {
    public Tcp(@Nullable String port) {
      this(port, Liveness.DEFAULT);
    }

    @Override
    public <R> R on(Cases<R> cases) {
      return cases.tcp(this);
    }
  }

  /** Runs a command in the container; exit code 0 passes. */
  record Exec(List<String> command, Liveness liveness) implements HealthCheck {
    public Exec {
      command = Contents.list("command", command);
    }

    public Exec(List<String> command) {
      this(command, Liveness.DEFAULT);
    }

    @Override
    public <R> R on(Cases<R> cases) {
      return cases.exec(this);
    }
  }

  /**
   * Takes the engine's word, which runs the image's own HEALTHCHECK. What the liveness leaves open
   * is as the image says.
   */
  record Docker(Liveness liveness) implements HealthCheck {
    @Override
    public <R> R on(Cases<R> cases) {
      return cases.docker(this);
    }
  }

  /** One method per kind of check. */
  interface Cases<R> {
    R http(Http check);

    R tcp(Tcp check);

    R exec(Exec check);

    R docker(Docker check);
  }
}
