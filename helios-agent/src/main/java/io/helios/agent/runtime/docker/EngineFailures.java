package io.helios.agent.runtime.docker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.github.dockerjava.api.exception.DockerException;
import io.helios.agent.runtime.RuntimeFailure;
import io.helios.agent.runtime.RuntimeFailure.Kind;
import io.helios.agent.runtime.docker.RegistryLogins.Login;
import io.helios.model.json.Json;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Turns what docker-java throws into failures worded for users. */
final class EngineFailures {
  private static final Pattern STATUS = Pattern.compile("^Status \\d+: *(.*)$", Pattern.DOTALL);
  private static final List<String> UNAUTHORIZED =
      List.of("unauthorized", "no basic auth credentials", "authentication required");
  private static final String REFUSED = "Connection refused";
  private final DockerEndpoint endpoint;

  EngineFailures(DockerEndpoint endpoint) {
    this.endpoint = endpoint;
  }

  /** What the engine said, or why it could not be asked. */
  RuntimeFailure of(String doing, Throwable cause) {
    if (cause instanceof DockerException refusal) {
      String words = EngineWords.shortened(said(refusal));
      String message = "cannot " + doing + ": " + words;
      OptionalInt taken = EngineWords.takenPort(words);
      return taken.isPresent()
          ? RuntimeFailure.ofPort(Kind.PORT_TAKEN, taken.getAsInt(), message, cause)
          : new RuntimeFailure(kind(refusal.getHttpStatus()), message, cause);
    }
    if (isConnection(cause)) {
      return unreachable(cause);
    }
    return new RuntimeFailure(Kind.BROKEN, "cannot " + doing, cause);
  }

  RuntimeFailure tooSlow(String doing, Duration limit) {
    return new RuntimeFailure(
        Kind.UNAVAILABLE,
        "cannot %s: the Docker engine at %s is there, but did not answer within %d s"
            .formatted(doing, endpoint, limit.toSeconds()),
        null);
  }

  RuntimeFailure tooManyHang(int calls, Throwable cause) {
    return new RuntimeFailure(
        Kind.UNAVAILABLE,
        "the Docker engine at %s does not answer: %d calls wait for it already"
            .formatted(endpoint, calls),
        cause);
  }

  RuntimeFailure interrupted(String doing, Throwable cause) {
    return new RuntimeFailure(Kind.BROKEN, "interrupted, gave up to " + doing, cause);
  }

  RuntimeFailure pull(String image, Login login, Throwable cause) {
    if (isConnection(cause) && !(cause instanceof DockerException)) {
      return unreachable(cause);
    }
    boolean notFound = cause instanceof DockerException refusal && refusal.getHttpStatus() == 404;
    return pull(image, login, said(cause), notFound, cause);
  }

  /** Sorts the engine's words about a pull, which come as a status or in the middle of a stream. */
  RuntimeFailure pull(
      String image, Login login, String said, boolean notFound, @Nullable Throwable cause) {
    String words = said.toLowerCase(Locale.ROOT);
    if (UNAUTHORIZED.stream().anyMatch(words::contains)) {
      String why =
          login.account() == null
              ? "its registry wants a login, and there is none for it (" + login.source() + ")"
              : "its registry does not accept " + login.source();
      return new RuntimeFailure(
          Kind.IMAGE_PULL_FAILED,
          "no permission to fetch the image %s: %s: %s".formatted(image, why, said),
          cause);
    }
    if (notFound || words.contains("manifest unknown") || words.contains("not found")) {
      return new RuntimeFailure(
          Kind.IMAGE_MISSING, "the registry has no image %s: %s".formatted(image, said), cause);
    }
    return new RuntimeFailure(
        Kind.IMAGE_PULL_FAILED, "cannot fetch the image %s: %s".formatted(image, said), cause);
  }

  /** The engine's own words, without the envelope they came in. */
  static String said(Throwable cause) {
    String text = Optional.ofNullable(cause.getMessage()).orElse(cause.toString()).strip();
    Matcher status = STATUS.matcher(text);
    String body = status.matches() ? status.group(1).strip() : text;
    if (!body.startsWith("{")) {
      return body;
    }
    try {
      JsonNode message = Json.tree().readTree(body).path("message");
      return message.isTextual() ? message.asText() : body;
    } catch (JsonProcessingException notJson) {
      return body;
    }
  }

  private static Kind kind(int status) {
    if (status == 503) {
      return Kind.UNAVAILABLE;
    }
    // A start that fails for the job's own reasons (a port taken, a path missing) is a 500 too.
    return status >= 400 && status <= 500 ? Kind.REFUSED : Kind.BROKEN;
  }

  private static boolean isConnection(Throwable cause) {
    for (Throwable one = cause; one != null; one = one.getCause()) {
      if (one instanceof IOException) {
        return true;
      }
    }
    return false;
  }

  private RuntimeFailure unreachable(Throwable cause) {
    for (Throwable one = cause; one != null; one = one.getCause()) {
      if (one instanceof SSLException refused) {
        return new RuntimeFailure(
            Kind.UNAVAILABLE,
            "cannot speak TLS with the Docker engine at %s: %s; see the files in --docker-cert-path"
                .formatted(endpoint, refused.getMessage()),
            cause);
      }
    }
    return new RuntimeFailure(
        Kind.UNAVAILABLE,
        endpoint
            .socket()
            .flatMap(EngineFailures::unusable)
            .orElseGet(() -> isRefused(cause) ? nobodyListens() : hungUp()),
        cause);
  }

  private static Optional<String> unusable(Path socket) {
    if (!Files.exists(socket)) {
      return Optional.of(
          "no Docker engine: the socket "
              + socket
              + " does not exist; start Docker, or name its socket with --docker or DOCKER_HOST");
    }
    if (!Files.isWritable(socket)) {
      return Optional.of(
          "no permission to use the Docker socket "
              + socket
              + "; run the agent as root or as a member of the socket's group (usually docker)");
    }
    return Optional.empty();
  }

  private static boolean isRefused(Throwable cause) {
    for (Throwable one = cause; one != null; one = one.getCause()) {
      if (one instanceof ConnectException || String.valueOf(one.getMessage()).contains(REFUSED)) {
        return true;
      }
    }
    return false;
  }

  private String nobodyListens() {
    return "no Docker engine listens at " + endpoint + "; is it running?";
  }

  private String hungUp() {
    return "the Docker engine at " + endpoint + " hung up; is it being restarted?";
  }
}
