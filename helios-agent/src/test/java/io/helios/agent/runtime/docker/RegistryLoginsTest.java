package io.helios.agent.runtime.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.dockerjava.api.model.AuthConfig;
import io.helios.agent.runtime.RuntimeFailure;
import io.helios.agent.runtime.RuntimeFailure.Kind;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegistryLoginsTest {
  private static final String SECRET = "s3cr:et";
  private static final String AUTH =
      Base64.getEncoder().encodeToString(("joe:" + SECRET).getBytes(StandardCharsets.UTF_8));

  @TempDir private Path directory;

  private RegistryLogins logins(String content, boolean required) throws IOException {
    Path file = Files.writeString(directory.resolve("config.json"), content);
    return new RegistryLogins(
        new PullOptions(file, required, directory.resolve("named"), Duration.ofSeconds(1)));
  }

  private RegistryLogins named(String name, String content) throws IOException {
    Files.createDirectories(directory.resolve("named"));
    Files.writeString(directory.resolve("named").resolve(name + ".json"), content);
    return logins("{}", true);
  }

  private static AuthConfig account(RegistryLogins logins, String image) throws RuntimeFailure {
    return logins.login(image, null).account();
  }

  private static String auths(String registry, String entry) {
    return "{\"auths\":{\"" + registry + "\":" + entry + "}}";
  }

  @ParameterizedTest
  @ValueSource(strings = {"r.example:5000", "https://r.example:5000/v2/", "http://r.example:5000"})
  void a_login_is_found_by_the_registry_of_the_image(String key) throws Exception {
    AuthConfig account =
        account(logins(auths(key, "{\"auth\":\"" + AUTH + "\"}"), true), "r.example:5000/a/b:1");

    assertThat(account.getUsername()).isEqualTo("joe");
    assertThat(account.getPassword()).isEqualTo(SECRET);
    assertThat(account.getRegistryAddress()).isEqualTo("r.example:5000");
  }

  @ParameterizedTest
  @ValueSource(strings = {"r.example/a:1", "r.example:5001/a:1", "xr.example:5000/a:1", "a:1"})
  void no_other_registry_gets_it(String image) throws Exception {
    String content = auths("r.example:5000", "{\"auth\":\"" + AUTH + "\"}");

    assertThat(account(logins(content, true), image)).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://index.docker.io/v1/", "docker.io", "registry-1.docker.io"})
  void names_without_a_registry_are_of_the_hub(String key) throws Exception {
    RegistryLogins logins = logins(auths(key, "{\"auth\":\"" + AUTH + "\"}"), true);

    assertThat(account(logins, "busybox").getUsername()).isEqualTo("joe");
    assertThat(account(logins, "docker.io/me/web:1").getUsername()).isEqualTo("joe");
  }

  @Test
  void user_and_password_or_a_token_may_stand_there_instead() throws Exception {
    String plain = auths("r.example", "{\"username\":\"joe\",\"password\":\"p\"}");
    assertThat(account(logins(plain, true), "r.example/a").getPassword()).isEqualTo("p");

    String token = auths("r.example", "{\"identitytoken\":\"t\",\"auth\":\"" + AUTH + "\"}");
    assertThat(account(logins(token, true), "r.example/a").getIdentitytoken()).isEqualTo("t");
    assertThat(account(logins(token, true), "r.example/a").getPassword()).isNull();
  }

  @Test
  void a_job_can_name_credentials_and_gets_no_others() throws Exception {
    RegistryLogins logins = named("team-a", auths("r.example", "{\"auth\":\"" + AUTH + "\"}"));

    assertThat(logins.login("r.example/a", "team-a").account()).isNotNull();
    assertThatThrownBy(() -> logins.login("other.example/a", "team-a"))
        .hasMessageContaining("'team-a' have no login for other.example");
    assertThatThrownBy(() -> logins.login("r.example/a", "team-b"))
        .hasMessageContaining("'team-b' are not there");
  }

  @ParameterizedTest
  @ValueSource(strings = {"../config", "a/b", "", ".", "..", ".hidden", "a\0b", "/etc/passwd"})
  void a_name_cannot_lead_out_of_the_directory(String name) throws Exception {
    Files.createDirectories(directory.resolve("named"));
    RegistryLogins logins = logins(auths("r.example", "{\"auth\":\"" + AUTH + "\"}"), true);

    assertThatThrownBy(() -> logins.login("r.example/a", name))
        .hasMessageContaining("cannot be the name of registry credentials");
  }

  @Test
  void a_credential_helper_is_refused_with_a_word_about_what_to_do() throws Exception {
    String own = "{\"credHelpers\":{\"r.example\":\"ecr-login\"}}";
    String store = "{\"credsStore\":\"desktop\",\"auths\":{\"r.example\":{}}}";

    assertThatThrownBy(() -> account(logins(own, true), "r.example/a"))
        .hasMessageContaining("'ecr-login', which the agent does not run");
    assertThatThrownBy(() -> account(logins(store, true), "r.example/a"))
        .hasMessageContaining("'desktop'")
        .hasMessageContaining("\"auth\"");
    assertThat(account(logins(store, true), "public.example/a")).isNull();
    assertThat(account(logins(store, false), "r.example/a")).isNull();
  }

  @Test
  void a_missing_file_matters_only_if_it_was_asked_for() throws Exception {
    Path none = directory.resolve("none.json");
    var asked = new RegistryLogins(new PullOptions(none, true, null, Duration.ofSeconds(1)));
    var byDefault = new RegistryLogins(new PullOptions(none, false, null, Duration.ofSeconds(1)));

    assertThatThrownBy(() -> asked.login("r.example/a", null)).hasMessageContaining("none.json");
    assertThat(byDefault.login("r.example/a", null).account()).isNull();
    assertThatThrownBy(() -> byDefault.login("r.example/a", "team-a"))
        .hasMessageContaining("--registry-credentials-dir");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"auths\":{\"r.example\":{\"auth\":\"s3cr:et\"}}}",
        "{\"auths\":{\"r.example\":{\"auth\":\"czNjcjpldA\"}} s3cr:et",
        "{\"auths\":{\"r.example\":{\"auth\":s3cr:et}}}",
        "s3cr:et"
      })
  void a_damaged_file_is_told_without_what_is_in_it(String content) throws Exception {
    RegistryLogins logins = logins(content, true);

    RuntimeFailure failure =
        catchThrowableOfType(RuntimeFailure.class, () -> account(logins, "r.example/a"));

    assertThat(failure.kind()).isEqualTo(Kind.IMAGE_PULL_FAILED);
    StringWriter trace = new StringWriter();
    failure.printStackTrace(new PrintWriter(trace));
    assertThat(trace.toString())
        .contains("config.json")
        .doesNotContain("s3cr")
        .doesNotContain("czNj");
  }
}
