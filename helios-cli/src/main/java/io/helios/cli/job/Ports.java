package io.helios.cli.job;

import io.helios.cli.frame.CliError;
import io.helios.model.job.IpAddress;
import io.helios.model.job.PortMapping;
import io.helios.model.job.ServiceEndpoint;
import io.helios.model.job.ServicePorts;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code --port} and {@code --register}. */
final class Ports {
  private static final Pattern PORT =
      Pattern.compile(
          "(?<name>[^=\\s]+)=(?:(?<ip>[^:/]*[.][^:/]*|\\[[^\\]]*\\]):)?"
              + "(?<internal>\\d{1,9})(?::(?<external>\\d{1,9}))?(?:/(?<protocol>\\w+))?");
  private static final Pattern REGISTRATION =
      Pattern.compile(
          "(?<service>[a-zA-Z][_\\-\\w]+)(?:/(?<protocol>\\w+))?(?:=(?<port>[^=\\s]+))?");

  private Ports() {}

  static Map<String, PortMapping> merge(Map<String, PortMapping> base, List<String> given) {
    Map<String, PortMapping> merged = new TreeMap<>(base);
    Set<String> names = new HashSet<>();
    for (String text : given) {
      Matcher port = PORT.matcher(text);
      if (!port.matches()) {
        throw new CliError(
            "Bad port mapping: " + text + " (expected name=[ip:]internal[:external][/protocol])");
      }
      if (!names.add(port.group("name"))) {
        throw new CliError("Duplicate port mapping: " + port.group("name"));
      }
      merged.put(
          port.group("name"),
          new PortMapping(
              Integer.parseInt(port.group("internal")),
              port.group("external") == null ? null : Integer.valueOf(port.group("external")),
              port.group("protocol") == null ? PortMapping.TCP : port.group("protocol"),
              address(port.group("ip"))));
    }
    return merged;
  }

  private static @Nullable String address(@Nullable String text) {
    if (text == null) {
      return null;
    }
    String address = text.startsWith("[") ? text.substring(1, text.length() - 1) : text;
    if (!IpAddress.isLiteral(address)) {
      throw new CliError(text + " is not a valid IP address.");
    }
    return address;
  }

  static Map<ServiceEndpoint, ServicePorts> merge(
      Map<ServiceEndpoint, ServicePorts> base, List<String> given, Map<String, PortMapping> ports) {
    Map<ServiceEndpoint, ServicePorts> merged = new TreeMap<>(base);
    for (String text : given) {
      Matcher service = REGISTRATION.matcher(text);
      if (!service.matches()) {
        throw new CliError("Bad registration: " + text + " (expected service[/protocol][=port])");
      }
      String protocol =
          service.group("protocol") == null ? ServiceEndpoint.HTTP : service.group("protocol");
      merged.put(
          new ServiceEndpoint(service.group("service"), protocol),
          ServicePorts.of(port(text, service.group("port"), ports)));
    }
    return merged;
  }

  private static String port(String text, @Nullable String given, Map<String, PortMapping> ports) {
    if (given != null) {
      return given;
    }
    if (ports.size() != 1) {
      throw new CliError(
          "Registration '"
              + text
              + "' needs =PORT: it may only be left out with exactly one port mapping, here are "
              + ports.size());
    }
    return ports.keySet().iterator().next();
  }
}
