package io.helios.agent.runtime.docker;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.github.dockerjava.api.model.HostConfig;
import java.util.Map;

/** A HostConfig with keys beyond those that docker-java has words for. */
final class OpenHostConfig extends HostConfig {
  private static final long serialVersionUID = 1;

  private final transient Map<String, Object> more;

  /**
   * With these keys, which win over what is set by other means.
   *
   * @param more JSON values by the engine's names
   */
  OpenHostConfig(Map<String, Object> more) {
    this.more = Map.copyOf(more);
  }

  /** What docker-java writes beside the properties. */
  @Override
  @JsonAnyGetter
  public Map<String, Object> getRawValues() {
    return more;
  }
}
