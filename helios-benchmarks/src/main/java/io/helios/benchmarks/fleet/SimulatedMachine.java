package io.helios.benchmarks.fleet;

import io.helios.coordination.layout.HostReport;
import io.helios.model.host.AgentInfo;
import io.helios.model.host.HostInfo;
import io.helios.model.host.HostName;
import java.util.List;
import java.util.Map;

/** What agents on simulated hosts tell of their machine. */
public final class SimulatedMachine {
  /** By which all hosts of a fleet can be selected. */
  public static final Map<String, String> LABELS = Map.of("fleet", "bench");

  private SimulatedMachine() {}

  /** As long as that of a usual host. */
  public static HostReport report(HostName host) {
    return new HostReport(
        new HostInfo(
            host.value(),
            "Linux " + host + " 6.1.0",
            "amd64",
            "Linux",
            "6.1.0",
            8,
            0.5,
            32L << 30,
            16L << 30,
            0,
            0,
            null,
            "unix:///var/run/docker.sock",
            null),
        new AgentInfo(
            "agent@" + host, "simulated", "", "", "", "", "", List.of(), 0, 0, "simulated"),
        Map.of());
  }
}
