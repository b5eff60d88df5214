package io.helios.cli.target;

import io.helios.cli.frame.CliError;
import io.helios.cli.frame.Options;
import io.helios.cli.frame.Setting;
import io.helios.client.HeliosClientBuilder;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.stream.Stream;

/**
 * Finds the targets: from {@code -z}; else {@code -d}; else {@code HELIOS_MASTER}, which takes the
 * place of the file's; else the file's endpoints; else the file's domains. Never merged.
 */
public final class Targets {
  private static final String NOWHERE =
      """
      no masters specified: use -z http://HOST:PORT or -d DOMAIN, set HELIOS_MASTER, or put\
       masterEndpoints into ~/.helios/config.
      For a try on this machine: solo/helios-up starts a master, then use -z http://localhost:5801\
      """;

  private Targets() {}

  public static List<Target> find(Options options, Setting setting) {
    List<String> endpoints = options.all("masters");
    if (!endpoints.isEmpty()) {
      return endpoints.stream().map(text -> endpoint(text, "")).toList();
    }
    Path config = setting.home().resolve(".helios").resolve("config");
    Configuration file = Configuration.read(config);
    String service = options.text("srv_name").orElse(file.srvName());
    List<String> domains = parts(options.all("domains").stream());
    if (domains.isEmpty()) {
      String master = setting.environment().getOrDefault("HELIOS_MASTER", "");
      if (!master.isBlank()) {
        return List.of(fromEnvironment(master.strip(), service, setting));
      }
      if (!file.masterEndpoints().isEmpty()) {
        // The file's endpoints are the masters of one cluster.
        return List.of(
            endpoint(String.join(",", file.masterEndpoints()), " in masterEndpoints of " + config));
      }
      domains = parts(file.domains().stream());
    }
    if (domains.isEmpty()) {
      throw new CliError(NOWHERE);
    }
    return domains.stream().map(domain -> domain(domain, service, setting)).toList();
  }

  private static Target fromEnvironment(String master, String service, Setting setting) {
    if (master.startsWith("domain://") && master.length() > "domain://".length()) {
      return domain(master.substring("domain://".length()), service, setting);
    }
    if (master.startsWith("http://") || master.startsWith("https://")) {
      return endpoint(master, " in HELIOS_MASTER");
    }
    throw new CliError(
        "HELIOS_MASTER must be http://HOST:PORT, https://HOST:PORT or domain://DOMAIN, but is '"
            + master
            + "'");
  }

  /**
   * @param where it was given, to tell the user; empty for the command line
   */
  private static Target endpoint(String text, String where) {
    List<URI> masters;
    try {
      // Several by comma are masters of one cluster.
      masters = parts(Stream.of(text)).stream().map(HeliosClientBuilder::endpoint).toList();
    } catch (IllegalArgumentException e) {
      String message = String.valueOf(e.getMessage());
      throw new CliError(
          message.replaceFirst("(?<=^Invalid master endpoint)", Matcher.quoteReplacement(where)),
          e);
    }
    return new Target(text, () -> masters);
  }

  private static Target domain(String domain, String service, Setting setting) {
    DnsMasters dns = new DnsMasters(setting.environment(), "dns:");
    Supplier<List<URI>> masters =
        new Remembered(() -> dns.resolve(service, domain), setting.clock());
    return new Target(
        domain,
        () -> {
          List<URI> found = masters.get();
          if (found.isEmpty()) {
            throw new CliError(
                "Failed to resolve helios master in "
                    + domain
                    + " (srv: "
                    + dns.record(service, domain, false)
                    + ")");
          }
          return found;
        });
  }

  private static List<String> parts(Stream<String> lists) {
    List<String> parts = new ArrayList<>();
    lists
        .flatMap(list -> Arrays.stream(list.split(",")))
        .map(String::strip)
        .filter(part -> !part.isEmpty())
        .distinct()
        .forEach(parts::add);
    return parts;
  }
}
