package io.helios.model.job;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.helios.model.json.Contents;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What has to succeed before a started container counts as RUNNING. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = HealthCheck.Http.class, name = "http"),
  @JsonSubTypes.Type(value = HealthCheck.Tcp.class, name = "tcp"),
  @JsonSubTypes.Type(value = HealthCheck.Exec.class, name = "exec")
})
public sealed interface HealthCheck {
  <R> R on(Cases<R> cases);

  /**
   * GET on the host's side of a port; 200-399 passes.
   *
   * @param path path and query
   * @param port name of a port of the job; null only in an invalid job
   */
  record Http(@Nullable String path, @Nullable String port) implements HealthCheck {
    @Override
    public <R> R on(Cases<R> cases) {
      return cases.http(this);
    }
  }

  /** Connects to the host's side of the named port. */
  record Tcp(@Nullable String port) implements HealthCheck {
    @Override
    public <R> R on(Cases<R> cases) {
      return cases.tcp(this);
    }
  }

  /** Runs a command in the container; exit code 0 passes. */
  record Exec(List<String> command) implements HealthCheck {
    public Exec {
      command = Contents.list("command", command);
    }

    @Override
    public <R> R on(Cases<R> cases) {
      return cases.exec(this);
    }
  }

  /** One method per kind of check. */
  interface Cases<R> {
    R http(Http check);

    R tcp(Tcp check);

    R exec(Exec check);
  }
}
