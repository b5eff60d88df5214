package io.helios.model.job;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** Rules about ports and about the registrations that refer to them. */
final class PortRules {
  private static final Pattern PORT_NAME = Pattern.compile("\\S+");
  private static final Pattern SERVICE_NAME = Pattern.compile("[_\\-\\w]+");
  private static final int HIGHEST_PORT = 65535;

  private PortRules() {}

  static void check(Job job, Consumer<String> problems) {
    Set<String> taken = new HashSet<>();
    job.ports().forEach((name, port) -> port(name, port, taken, problems));
    job.registration().forEach((service, ports) -> service(job, service, ports, problems));
    gracePeriod(job, problems);
  }

  private static void port(
      String name, PortMapping port, Set<String> taken, Consumer<String> problems) {
    Integer external = port.externalPort();
    if (external != null && !taken.add(port.protocol() + ":" + external)) {
      problems.accept("Duplicate external port mapping: " + port.protocol() + ":" + external);
    }
    if (!port.protocol().equals(PortMapping.TCP) && !port.protocol().equals(PortMapping.UDP)) {
      problems.accept("Invalid port mapping protocol: " + port.protocol());
    }
    if (!isPort(port.internalPort())) {
      problems.accept("Invalid internal port: " + port.internalPort());
    }
    if (external != null && !isPort(external)) {
      problems.accept("Invalid external port: " + external);
    }
    if (!PORT_NAME.matcher(name).matches()) {
      problems.accept("Invalid port mapping endpoint name: " + name);
    }
  }

  private static boolean isPort(int port) {
    return port >= 0 && port <= HIGHEST_PORT;
  }

  private static void service(
      Job job, ServiceEndpoint service, ServicePorts registered, Consumer<String> problems) {
    Map<String, ServicePorts.Parameters> ports = registered.ports();
    if (ports == null) {
      problems.accept(
          "registration for '" + service.name() + "' is malformed: does not have a port mapping");
      return;
    }
    for (String port : ports.keySet()) {
      if (!job.ports().containsKey(port)) {
        problems.accept(
            "Service registration refers to missing port mapping: " + service + "=" + port);
      }
    }
    if (!ports.isEmpty() && !SERVICE_NAME.matcher(service.name()).matches()) {
      problems.accept("Invalid service registration name: " + service.name());
    }
  }

  private static void gracePeriod(Job job, Consumer<String> problems) {
    boolean fixed = job.ports().values().stream().anyMatch(port -> port.externalPort() != null);
    if (job.gracePeriod() != null && job.gracePeriod() > 0 && fixed) {
      problems.accept(
          "Job has both a grace period and static external ports, which cannot work together:"
              + " choose one.");
    }
  }
}
