package io.helios.agent.runtime.docker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.github.dockerjava.api.model.AuthConfig;
import io.helios.agent.runtime.RuntimeFailure;
import io.helios.agent.runtime.RuntimeFailure.Kind;
import io.helios.model.file.FileProblem;
import io.helios.model.job.ImageOptions;
import io.helios.model.job.ImageReference;
import io.helios.model.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds the login for a registry in the operator's files, which are read for each pull, so that a
 * new password counts at once. No message ever quotes what is in them.
 */
final class RegistryLogins {
  private static final long LARGEST = 1024 * 1024;
  private static final String HUB = "docker.io";
  private static final List<String> HUBS =
      List.of("index.docker.io", HUB, "registry-1.docker.io", "registry.hub.docker.com");

  /**
   * A login, or none.
   *
   * @param account null to go without
   * @param source names it in messages
   */
  record Login(@Nullable AuthConfig account, String source) {}

  private final PullOptions options;

  RegistryLogins(PullOptions options) {
    this.options = options;
  }

  /**
   * The login for an image.
   *
   * @param name of the credentials that the job wants; null for the agent's own
   * @throws RuntimeFailure when what is named cannot be had
   */
  Login login(String image, @Nullable String name) throws RuntimeFailure {
    String registry = ImageReference.registry(image);
    if (name != null) {
      String source = "the registry credentials '" + name + "'";
      AuthConfig account = account(file(name, image), source, registry, image, true).orElse(null);
      if (account == null) {
        throw failure(image, source + " have no login for " + registry);
      }
      return new Login(account, source);
    }
    Path file = options.credentials();
    if (file == null || (!options.credentialsRequired() && !Files.exists(file))) {
      return new Login(null, "no registry credentials");
    }
    String source = "the registry credentials in " + file;
    return new Login(
        account(file, source, registry, image, options.credentialsRequired()).orElse(null), source);
  }

  private Path file(String name, String image) throws RuntimeFailure {
    Path directory = options.credentialsDirectory();
    if (!ImageOptions.isCredentialsName(name)) {
      throw failure(image, "'" + name + "' cannot be the name of registry credentials");
    }
    if (directory == null) {
      throw failure(
          image,
          "the job names the registry credentials '"
              + name
              + "', but this agent has none by name; see --registry-credentials-dir");
    }
    return directory.resolve(name + ".json");
  }

  private static Optional<AuthConfig> account(
      Path file, String source, String registry, String image, boolean required)
      throws RuntimeFailure {
    JsonNode config = read(file, source, image);
    Optional<JsonNode> entry = entry(config.path("auths"), registry);
    Optional<AuthConfig> account = Optional.empty();
    if (entry.isPresent()) {
      account = account(entry.get(), registry, source, image);
    }
    if (account.isPresent()) {
      return account;
    }
    Optional<String> helper = helper(config, registry, entry.isPresent());
    if (helper.isPresent() && required) {
      throw failure(
          image,
          source
              + " leave the login for "
              + registry
              + " to the credential helper '"
              + helper.get()
              + "', which the agent does not run; put an \"auth\" there instead");
    }
    return Optional.empty();
  }

  private static JsonNode read(Path file, String source, String image) throws RuntimeFailure {
    try {
      if (Files.size(file) > LARGEST) {
        throw failure(image, source + " are too large to be true");
      }
      return Json.tree().readTree(Files.readAllBytes(file));
    } catch (JsonProcessingException e) {
      // Its message would quote the file.
      int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
      throw failure(image, source + " are not valid JSON (line " + line + ")");
    } catch (NoSuchFileException e) {
      throw failure(image, source + " are not there: no file " + file);
    } catch (IOException e) {
      throw failure(image, source + " cannot be read: " + FileProblem.inWords(e));
    }
  }

  private static Optional<JsonNode> entry(JsonNode auths, String registry) {
    for (Map.Entry<String, JsonNode> entry : auths.properties()) {
      if (isOf(entry.getKey(), registry)) {
        return Optional.of(entry.getValue());
      }
    }
    return Optional.empty();
  }

  /** Keys are hosts, or addresses as older tools wrote them. */
  private static boolean isOf(String key, String registry) {
    String host = key.replaceFirst("^https?://", "").replaceFirst("/.*$", "");
    return host.equals(registry) || (registry.equals(HUB) && HUBS.contains(host));
  }

  private static Optional<String> helper(JsonNode config, String registry, boolean listed) {
    Optional<JsonNode> own = entry(config.path("credHelpers"), registry);
    if (own.isPresent()) {
      return own.map(JsonNode::asText);
    }
    String store = config.path("credsStore").asText("");
    return listed && !store.isEmpty() ? Optional.of(store) : Optional.empty();
  }

  private static Optional<AuthConfig> account(
      JsonNode entry, String registry, String source, String image) throws RuntimeFailure {
    AuthConfig account =
        new AuthConfig()
            .withRegistryAddress(
                registry.equals(HUB) ? AuthConfig.DEFAULT_SERVER_ADDRESS : registry);
    String identity = entry.path("identitytoken").asText("");
    String token = entry.path("registrytoken").asText("");
    String user = entry.path("username").asText("");
    String password = entry.path("password").asText("");
    String auth = entry.path("auth").asText("");
    if (user.isEmpty() && !auth.isEmpty()) {
      String pair = decoded(auth, registry, source, image);
      int colon = pair.indexOf(':');
      user = pair.substring(0, colon);
      password = pair.substring(colon + 1);
    }
    if (!identity.isEmpty()) {
      return Optional.of(account.withUsername(user).withIdentityToken(identity));
    }
    if (!token.isEmpty()) {
      return Optional.of(account.withRegistrytoken(token));
    }
    return user.isEmpty()
        ? Optional.empty()
        : Optional.of(account.withUsername(user).withPassword(password));
  }

  private static String decoded(String auth, String registry, String source, String image)
      throws RuntimeFailure {
    String pair = "";
    try {
      pair = new String(Base64.getDecoder().decode(auth.strip()), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException notBase64) {
      // Said below; the exception would quote it.
    }
    if (pair.indexOf(':') < 1) {
      throw failure(
          image, source + ": the \"auth\" of " + registry + " is not USER:PASSWORD in base64");
    }
    // Some tools end it with a zero.
    return pair.replaceFirst("\0+$", "");
  }

  private static RuntimeFailure failure(String image, String why) {
    return new RuntimeFailure(
        Kind.IMAGE_PULL_FAILED, "cannot fetch the image " + image + ": " + why, null);
  }
}
