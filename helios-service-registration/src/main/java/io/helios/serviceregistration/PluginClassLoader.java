package io.helios.serviceregistration;

import java.net.URL;
import java.net.URLClassLoader;
import java.util.Set;

/**
 * Classes of one plugin. From the process around it sees the JDK, this package and that of events
 * (not what lies below them) and slf4j, so that its own libraries never meet ours.
 */
public final class PluginClassLoader extends URLClassLoader {
  private static final Set<String> SHARED =
      Set.of(
          PluginClassLoader.class.getPackageName(),
          "io.helios.events",
          "org.slf4j",
          "org.slf4j.event",
          "org.slf4j.spi");

  public PluginClassLoader(URL jar, ClassLoader process) {
    super(new URL[] {jar}, new Shared(process));
  }

  /** The part of the process that plugins see; of its resources, those of the JDK only. */
  private static final class Shared extends ClassLoader {
    private final ClassLoader process;

    Shared(ClassLoader process) {
      super(getPlatformClassLoader());
      this.process = process;
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      int dot = name.lastIndexOf('.');
      if (dot < 0 || !SHARED.contains(name.substring(0, dot))) {
        throw new ClassNotFoundException(name);
      }
      return process.loadClass(name);
    }
  }
}
