package io.helios.model.job;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageReferenceTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "busybox",
        "busybox:latest",
        "a/b/c:1.2_3-x",
        "reg:80/busybox:latest",
        "reg:80/busybox",
        "localhost/x",
        "registry.example.com./x",
        "10.1.2.3:5000/x",
        "x@sha256:abc",
        "reg:80/x:t@sha256:abc"
      })
  void a_good_reference_has_no_problems(String image) {
    assertThat(ImageReference.problems(image)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "x@|Digest cannot be empty",
        "x@abc|Illegal digest: \"abc\"",
        "x@a:b:c|Illegal digest: \"a:b:c\"",
        "x@:b|Illegal digest: \":b\"",
        "x:|Tag cannot be empty",
        "x:-a|Illegal tag: \"-a\", must match [\\w][\\w.-]{0,127}",
        "http://a/b|Invalid repository name (ex: \"registry.domain.tld/myrepos\")",
        "foo.bar|Invalid repository name (ex: \"registry.domain.tld/myrepos\")",
        "1.2.3/x|Invalid domain name: \"1.2.3\"",
        "-a.b/x|Invalid domain name: \"-a.b\"",
        "a:b/x|Invalid port in endpoint: \"a:b\"",
        "a:65536/x|Invalid port in endpoint: \"a:65536\"",
        "A|Invalid image name (A), only ^([a-z0-9._-]+)$ is allowed for each slash-separated name"
            + " component (failed on \"A\")",
        "a//b|Invalid image name (a//b), only ^([a-z0-9._-]+)$ is allowed for each slash-separated"
            + " name component (failed on \"\")",
      })
  void what_is_wrong_is_told(String image, String message) {
    assertThat(ImageReference.problems(image)).containsExactly(message);
  }

  @Test
  void a_name_has_255_characters_at_most() {
    assertThat(ImageReference.problems("a".repeat(255))).isEmpty();
    assertThat(ImageReference.problems("a".repeat(256)))
        .singleElement()
        .asString()
        .endsWith("repository name cannot be larger than 255 characters");
  }

  @Test
  void absurdly_long_text_is_refused_without_exhausting_the_stack() {
    assertThat(ImageReference.problems("a.".repeat(50_000) + "a/x")).hasSize(1);
  }
}
