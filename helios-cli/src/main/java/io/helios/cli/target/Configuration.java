package io.helios.cli.target;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import io.helios.cli.frame.CliError;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What {@code ~/.helios/config} (HOCON or JSON) says; absent or unreadable says nothing. */
record Configuration(List<String> masterEndpoints, List<String> domains, String srvName) {
  static final String DEFAULT_SRV_NAME = "helios";
  static final Configuration NONE = new Configuration(List.of(), List.of(), DEFAULT_SRV_NAME);

  static Configuration read(Path file) {
    if (!Files.isReadable(file) || Files.isDirectory(file)) {
      return NONE;
    }
    try {
      Config config = ConfigFactory.parseFile(file.toFile()).resolve();
      return new Configuration(
          list(config, "masterEndpoints"),
          list(config, "domains"),
          config.hasPath("srvName") ? config.getString("srvName") : DEFAULT_SRV_NAME);
    } catch (ConfigException e) {
      // The library begins with the file again, then the line.
      String problem =
          String.valueOf(e.getMessage())
              .replace(file + ": ", "")
              .replaceFirst("^(?=\\d+:)", "line ");
      throw new CliError("Cannot use the configuration file " + file + ": " + problem, e);
    }
  }

  private static List<String> list(Config config, String key) {
    return config.hasPath(key) ? config.getStringList(key) : List.of();
  }
}
