package io.helios.serviceregistration;

import java.io.IOException;
import java.net.MalformedURLException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.jar.JarFile;

/** Finds the one factory that a plugin provides. */
public final class ServiceRegistrarLoader {
  private ServiceRegistrarLoader() {}

  /**
   * From the class path of this process.
   *
   * @return empty if there is none
   * @throws ServiceRegistrarLoadingException when there are several, or it cannot be made
   */
  public static Optional<ServiceRegistrarFactory> load() throws ServiceRegistrarLoadingException {
    return load(ServiceRegistrarLoader.class.getClassLoader());
  }

  /** As {@link #load()}, with another class loader. */
  public static Optional<ServiceRegistrarFactory> load(ClassLoader classes)
      throws ServiceRegistrarLoadingException {
    return only("the class path", ServiceLoader.load(ServiceRegistrarFactory.class, classes));
  }

  /**
   * From a plugin's jar, which sees only the JDK, this package and slf4j beside itself.
   *
   * @throws ServiceRegistrarLoadingException when it cannot be read, or provides none or several
   */
  public static ServiceRegistrarFactory load(Path jar) throws ServiceRegistrarLoadingException {
    return load(jar, ServiceRegistrarLoader.class.getClassLoader());
  }

  /** As {@link #load(Path)}; this package and slf4j come from that class loader. */
  @SuppressWarnings("resource") // Open as long as the plugin is in use: until the process ends.
  public static ServiceRegistrarFactory load(Path jar, ClassLoader process)
      throws ServiceRegistrarLoadingException {
    String where = "the service registrar plugin " + jar;
    checkReadable(jar, where);
    try {
      PluginClassLoader classes = new PluginClassLoader(jar.toUri().toURL(), process);
      return only(where, ServiceLoader.load(ServiceRegistrarFactory.class, classes))
          .orElseThrow(
              () ->
                  new ServiceRegistrarLoadingException(
                      where
                          + " provides nothing: it has no META-INF/services/"
                          + ServiceRegistrarFactory.class.getName()));
    } catch (MalformedURLException e) {
      throw new ServiceRegistrarLoadingException(where + " has no usable path", e);
    }
  }

  private static void checkReadable(Path jar, String where)
      throws ServiceRegistrarLoadingException {
    if (!Files.exists(jar)) {
      throw new ServiceRegistrarLoadingException(where + " does not exist");
    }
    if (!Files.isRegularFile(jar) || !Files.isReadable(jar)) {
      throw new ServiceRegistrarLoadingException(where + " is not a file that can be read");
    }
    try (JarFile opened = new JarFile(jar.toFile())) {
      if (opened.size() == 0) {
        throw new ServiceRegistrarLoadingException(where + " is empty");
      }
    } catch (IOException e) {
      throw new ServiceRegistrarLoadingException(where + " is not a jar: " + e.getMessage(), e);
    }
  }

  private static Optional<ServiceRegistrarFactory> only(
      String where, ServiceLoader<ServiceRegistrarFactory> providers)
      throws ServiceRegistrarLoadingException {
    List<ServiceRegistrarFactory> found = new ArrayList<>();
    try {
      for (Iterator<ServiceRegistrarFactory> each = providers.iterator(); each.hasNext(); ) {
        found.add(each.next());
      }
    } catch (ServiceConfigurationError | LinkageError e) {
      throw new ServiceRegistrarLoadingException(where + " cannot be loaded: " + inWords(e), e);
    }
    if (found.size() > 1) {
      List<String> names = found.stream().map(factory -> factory.getClass().getName()).toList();
      throw new ServiceRegistrarLoadingException(
          where + " provides several registrars, of which one has to be chosen: " + names);
    }
    return found.stream().findFirst();
  }

  private static String inWords(Throwable failure) {
    Throwable cause = failure.getCause();
    return cause == null
        ? String.valueOf(failure.getMessage())
        : failure.getMessage() + ": " + cause;
  }
}
