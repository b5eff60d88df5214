package io.helios.agent.image;

/** Names of images as the engine writes them in its lists. */
final class EngineName {
  private EngineName() {}

  /** What a job calls it, with its tag and without what is understood: Docker's own registry. */
  static String of(String image) {
    String name = image;
    for (String understood : new String[] {"index.docker.io/", "docker.io/", "library/"}) {
      name = name.startsWith(understood) ? name.substring(understood.length()) : name;
    }
    int at = name.indexOf('@');
    if (at >= 0) {
      return name; // By digest; the engine gives such an image no name.
    }
    return name.indexOf(':', name.lastIndexOf('/') + 1) < 0 ? name + ":latest" : name;
  }
}
