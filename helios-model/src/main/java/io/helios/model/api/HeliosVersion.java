package io.helios.model.api;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** Our own version. It stands once, in the pom; the build copies it next to this class's jar. */
public final class HeliosVersion {
  private static final String RESOURCE = "/helios-version.properties";
  private static final Version CURRENT = load();

  private HeliosVersion() {}

  /** The version of the running code. */
  public static Version current() {
    return CURRENT;
  }

  private static Version load() {
    Properties properties = new Properties();
    try (InputStream resource = HeliosVersion.class.getResourceAsStream(RESOURCE)) {
      if (resource == null) {
        throw new IllegalStateException(RESOURCE + " is missing from the class path");
      }
      properties.load(resource);
    } catch (IOException e) {
      throw new UncheckedIOException("reading " + RESOURCE, e);
    }
    String text = properties.getProperty("version", "");
    return Version.parse(text)
        .orElseThrow(() -> new IllegalStateException(RESOURCE + " holds no version: " + text));
  }
}
