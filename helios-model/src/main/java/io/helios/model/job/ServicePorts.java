package io.helios.model.job;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.helios.model.json.Contents;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The ports that a service registers, by the port's name in the job; null only when invalid. */
public record ServicePorts(@Nullable Map<String, Parameters> ports) {
  public ServicePorts {
    ports = ports == null ? null : Contents.map("ports", ports);
  }

  /** A service on ports without tags. */
  public static ServicePorts of(String... names) {
    Map<String, Parameters> ports = new TreeMap<>();
    for (String name : names) {
      ports.put(name, new Parameters(null));
    }
    return new ServicePorts(ports);
  }

  /** Tags of one port. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Parameters(@Nullable List<String> tags) {
    public Parameters {
      tags = tags == null ? null : Contents.list("tags", tags);
    }
  }
}
