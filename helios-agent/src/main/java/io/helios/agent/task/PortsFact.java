package io.helios.agent.task;

import io.helios.model.job.PortMapping;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Whether the task has its ports.
 *
 * @param assigned every mapping of the job with its external port; empty while waiting
 * @param waitingFor who holds what the task needs, in words; null once it has its ports
 */
public record PortsFact(Map<String, PortMapping> assigned, @Nullable String waitingFor) {
  public PortsFact {
    assigned = Collections.unmodifiableMap(new TreeMap<>(assigned));
  }

  public static PortsFact assigned(Map<String, PortMapping> ports) {
    return new PortsFact(ports, null);
  }

  public static PortsFact waiting(String holder) {
    return new PortsFact(Map.of(), holder);
  }
}
