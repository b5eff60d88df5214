package io.helios.agent.runtime.docker;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an agent gives to each of its containers.
 *
 * @param binds {@code source:path[:ro|rw]}
 * @param dns addresses of name servers
 * @param extraHosts {@code name:address}
 * @param pulls how their images are fetched
 * @param syslog {@code host:port} that output is sent to; null leaves it to the engine's default
 */
public record DockerOptions(
    List<String> binds,
    List<String> dns,
    List<String> extraHosts,
    @Nullable String syslog,
    PullOptions pulls) {
  public DockerOptions {
    binds = List.copyOf(binds);
    dns = List.copyOf(dns);
    extraHosts = List.copyOf(extraHosts);
  }

  public static DockerOptions none() {
    return new DockerOptions(List.of(), List.of(), List.of(), null, PullOptions.none());
  }

  public DockerOptions withPulls(PullOptions other) {
    return new DockerOptions(binds, dns, extraHosts, syslog, other);
  }
}
