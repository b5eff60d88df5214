package io.helios.agent.runtime.docker;

/**
 * An image as the engine wants it for a pull.
 *
 * @param repository with its registry, if any
 * @param version tag, or digest with its algorithm
 */
record ImageName(String repository, String version) {

  /** A digest wins over a tag; with neither it is {@code latest}, never all tags. */
  static ImageName parse(String image) {
    int at = image.lastIndexOf('@');
    String named = at < 0 ? image : image.substring(0, at);
    int colon = named.lastIndexOf(':');
    boolean tagged = colon >= 0 && named.indexOf('/', colon) < 0;
    String repository = tagged ? named.substring(0, colon) : named;
    if (at >= 0) {
      return new ImageName(repository, image.substring(at + 1));
    }
    return new ImageName(repository, tagged ? named.substring(colon + 1) : "latest");
  }
}
