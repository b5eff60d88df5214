package io.helios.events;

import io.helios.serviceregistration.PluginClassLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/** Makes the sender that a plugin's jar provides. */
public final class EventSenderLoader {
  private EventSenderLoader() {}

  /**
   * From a jar, which sees only the JDK, the packages that plugins implement and slf4j beside
   * itself.
   *
   * @throws EventSenderLoadingException when it cannot be read, provides none or several, or fails
   */
  @SuppressWarnings("resource") // Open as long as the plugin is in use: until the process ends.
  public static EventSender load(Path jar) throws EventSenderLoadingException {
    String where = "the event sender plugin " + jar;
    if (!Files.isRegularFile(jar) || !Files.isReadable(jar)) {
      throw failed(where + " is not a file that can be read", null);
    }
    List<EventSenderFactory> found = new ArrayList<>();
    try {
      PluginClassLoader classes =
          new PluginClassLoader(jar.toUri().toURL(), EventSenderLoader.class.getClassLoader());
      ServiceLoader.load(EventSenderFactory.class, classes).forEach(found::add);
      if (found.size() != 1) {
        throw failed(
            where
                + " has to name one class in META-INF/services/"
                + EventSenderFactory.class.getName()
                + ", but names "
                + found.size(),
            null);
      }
      return found.get(0).create();
    } catch (ServiceConfigurationError | LinkageError | RuntimeException | IOException e) {
      throw failed(where + " cannot be used: " + e, e);
    }
  }

  private static EventSenderLoadingException failed(String message, @Nullable Throwable cause) {
    return new EventSenderLoadingException(message, cause);
  }
}
