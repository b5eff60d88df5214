package io.helios.model.job;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The grammar of image names: {@code [registry[:port]/]name[/name...][:tag][@digest]}. Only the
 * syntax is looked at; whether the image exists is for the agent to find out.
 */
public final class ImageReference {
  private static final Pattern TAG = Pattern.compile("\\w[\\w.-]{0,127}");
  private static final Pattern DIGEST = Pattern.compile("[^:]+:[^:]+");
  private static final Pattern COMPONENT = Pattern.compile("[a-z0-9._-]+");
  private static final Pattern PORT = Pattern.compile("\\d{1,5}");
  private static final Pattern DIGITS_AND_DOTS = Pattern.compile("[\\d.]+");
  private static final Pattern V4_SHAPE = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");
  private static final String LABEL = "[A-Za-z\\d]([A-Za-z\\d-]*[A-Za-z\\d])?";
  private static final Pattern DOMAIN = Pattern.compile(LABEL + "(\\." + LABEL + ")*\\.?");
  private static final String HUB = "docker.io";
  private static final int LONGEST_NAME = 255;

  private ImageReference() {}

  /** What is wrong with the reference, one message for each problem; empty when it is fine. */
  public static List<String> problems(String image) {
    List<String> problems = new ArrayList<>();
    String rest = image;
    int at = rest.lastIndexOf('@');
    if (at >= 0) {
      digestProblem(rest.substring(at + 1)).ifPresent(problems::add);
      rest = rest.substring(0, at);
    }
    int colon = rest.lastIndexOf(':');
    if (colon >= 0 && rest.indexOf('/', colon) < 0) {
      tagProblem(rest.substring(colon + 1)).ifPresent(problems::add);
      rest = rest.substring(0, colon);
    }
    problems.addAll(repositoryProblems(image, rest));
    return List.copyOf(problems);
  }

  /** Host, with port if any, of the registry that an image comes from. */
  public static String registry(String image) {
    int slash = image.indexOf('/');
    String first = slash < 0 ? "" : image.substring(0, slash);
    return isHub(first) ? HUB : first;
  }

  /** Names that do not begin with a registry are those of Docker's own. */
  private static boolean isHub(String first) {
    return !first.contains(".") && !first.contains(":") && !first.equals("localhost");
  }

  private static Optional<String> digestProblem(String digest) {
    if (digest.isEmpty()) {
      return Optional.of("Digest cannot be empty");
    }
    return DIGEST.matcher(digest).matches()
        ? Optional.empty()
        : Optional.of("Illegal digest: \"" + digest + "\"");
  }

  private static Optional<String> tagProblem(String tag) {
    if (tag.isEmpty()) {
      return Optional.of("Tag cannot be empty");
    }
    return TAG.matcher(tag).matches()
        ? Optional.empty()
        : Optional.of("Illegal tag: \"" + tag + "\", must match [\\w][\\w.-]{0,127}");
  }

  private static List<String> repositoryProblems(String image, String repository) {
    if (repository.contains("://")) {
      return List.of(invalidRepository());
    }
    int slash = repository.indexOf('/');
    String first = slash < 0 ? repository : repository.substring(0, slash);
    if (isHub(first)) {
      return nameProblem(image, repository).stream().toList();
    }
    if (slash < 0) {
      return List.of(invalidRepository());
    }
    List<String> problems = new ArrayList<>();
    registryProblem(first).ifPresent(problems::add);
    nameProblem(image, repository.substring(slash + 1)).ifPresent(problems::add);
    return problems;
  }

  private static String invalidRepository() {
    return "Invalid repository name (ex: \"registry.domain.tld/myrepos\")";
  }

  private static Optional<String> registryProblem(String registry) {
    int colon = registry.indexOf(':');
    String host = colon < 0 ? registry : registry.substring(0, colon);
    if (!isHost(host)) {
      return Optional.of("Invalid domain name: \"" + host + "\"");
    }
    return colon < 0 || isPort(registry.substring(colon + 1))
        ? Optional.empty()
        : Optional.of("Invalid port in endpoint: \"" + registry + "\"");
  }

  private static boolean isHost(String host) {
    if (host.length() > LONGEST_NAME) {
      return false;
    }
    return V4_SHAPE.matcher(host).matches()
        || (DOMAIN.matcher(host).matches() && !DIGITS_AND_DOTS.matcher(host).matches());
  }

  private static boolean isPort(String text) {
    return PORT.matcher(text).matches() && Integer.parseInt(text) <= 65535;
  }

  private static Optional<String> nameProblem(String image, String name) {
    for (String component : name.split("/", -1)) {
      if (!COMPONENT.matcher(component).matches()) {
        return Optional.of(
            "Invalid image name ("
                + image
                + "), only ^([a-z0-9._-]+)$ is allowed for each slash-separated name component"
                + " (failed on \""
                + component
                + "\")");
      }
    }
    return name.length() <= LONGEST_NAME
        ? Optional.empty()
        : Optional.of(
            "Invalid image name ("
                + image
                + "), repository name cannot be larger than 255 characters");
  }
}
