package io.helios.model.job;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How a job's image is fetched; jobs of the predecessor could not say. On the wire each is a field
 * of the job itself, left out while it says nothing.
 *
 * @param pullPolicy {@code always}, {@code if-missing} or {@code never}: whether a deployment asks
 *     the registry; null asks for {@code latest}, and for all else only if the image is missing
 * @param registryCredentials name of a login that the agents' operator keeps on the hosts; null for
 *     what serves every job there
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ImageOptions(@Nullable String pullPolicy, @Nullable String registryCredentials) {
  public static final ImageOptions NONE = new ImageOptions(null, null);

  /** What {@link #pullPolicy} may be. */
  public static final List<String> PULL_POLICIES = List.of("always", "if-missing", "never");

  private static final Pattern CREDENTIALS = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_.-]{0,127}");

  public ImageOptions withPullPolicy(String policy) {
    return new ImageOptions(policy, registryCredentials);
  }

  public ImageOptions withRegistryCredentials(String name) {
    return new ImageOptions(pullPolicy, name);
  }

  /** Whether that can be the name of credentials: part of a file's name, and no path. */
  public static boolean isCredentialsName(String name) {
    return CREDENTIALS.matcher(name).matches();
  }

  void check(Consumer<String> problems) {
    Optional.ofNullable(pullPolicy)
        .filter(policy -> !PULL_POLICIES.contains(policy))
        .ifPresent(
            policy ->
                problems.accept(
                    "Invalid pull policy: " + policy + ", expected always, if-missing or never"));
    Optional.ofNullable(registryCredentials)
        .filter(name -> !isCredentialsName(name))
        .ifPresent(
            name ->
                problems.accept(
                    "Invalid name of registry credentials: "
                        + name
                        + ", expected letters, digits and [_.-], and a letter or digit first"));
  }
}
