package io.helios.agent.runtime.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AddressesTest {
  @ParameterizedTest
  @CsvSource({
    "busybox, busybox, latest",
    "busybox:1.36, busybox, 1.36",
    "registry:5000/team/app, registry:5000/team/app, latest",
    "registry:5000/team/app:v2, registry:5000/team/app, v2",
    "app@sha256:abc, app, sha256:abc",
    "registry:5000/app:v2@sha256:abc, registry:5000/app, sha256:abc",
  })
  void an_image_is_a_repository_and_a_tag_or_digest(
      String image, String repository, String version) {
    assertThat(ImageName.parse(image)).isEqualTo(new ImageName(repository, version));
  }

  @Test
  void without_an_address_the_engine_is_at_the_usual_socket() {
    assertThat(DockerEndpoint.parse(null, null)).hasToString("unix:///var/run/docker.sock");
    assertThat(DockerEndpoint.parse(" ", null).socket()).contains(Path.of("/var/run/docker.sock"));
    assertThat(DockerEndpoint.parse(null, null).remoteHost()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "tcp://box, tcp://box:2375",
    "tcp://box:99, tcp://box:99",
    "http://box:99, tcp://box:99",
  })
  void a_remote_engine_has_a_host_and_a_port(String text, String address) {
    assertThat(DockerEndpoint.parse(text, null)).hasToString(address);
    assertThat(DockerEndpoint.parse(text, null).remoteHost()).contains("box");
  }

  @Test
  void with_certificates_the_usual_port_is_the_one_for_tls() {
    assertThat(DockerEndpoint.parse("tcp://box", Path.of("/certs"))).hasToString("tcp://box:2376");
  }

  @ParameterizedTest
  @ValueSource(strings = {"box", "unix://", "ftp://box", "tcp://", "tcp://bo x"})
  void what_is_no_address_is_named(String text) {
    assertThatThrownBy(() -> DockerEndpoint.parse(text, null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + text + "'")
        .hasMessageContaining("unix:///path or tcp://host:port");
  }

  @Test
  void the_first_address_of_a_subnet_is_its_gateway() {
    assertThat(BridgeGateway.firstOf("172.17.0.0/16")).isEqualTo("172.17.0.1");
  }
}
