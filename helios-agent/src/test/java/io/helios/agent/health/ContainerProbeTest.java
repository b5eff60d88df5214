package io.helios.agent.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.helios.agent.fixtures.LocalRegistry;
import io.helios.agent.fixtures.SimulatedRuntime;
import io.helios.agent.health.HealthProbe.Result;
import io.helios.agent.runtime.ContainerId;
import io.helios.agent.runtime.ContainerSpec;
import io.helios.agent.runtime.Observed;
import io.helios.agent.runtime.RuntimeFailure;
import io.helios.agent.runtime.TaskLabels;
import io.helios.model.job.HealthCheck;
import io.helios.model.job.Job;
import io.helios.model.job.JobId;
import io.helios.model.job.Liveness;
import io.helios.model.job.PortMapping;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class ContainerProbeTest {
  private final SimulatedRuntime engine = new SimulatedRuntime(Clock.systemUTC());
  private final ContainerProbe probe = new ContainerProbe(engine);
  private HttpServer server;

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
    answer("/good", 204, "");
    answer("/bad", 503, "");
    answer("/moved", 302, "/good");
    answer("/moved-to-bad", 302, "/bad");
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void answer(String path, int status, String location) {
    server.createContext(
        path,
        exchange -> {
          try (exchange) {
            if (!location.isEmpty()) {
              exchange.getResponseHeaders().set("Location", location);
            }
            exchange.sendResponseHeaders(status, -1);
          }
        });
  }

  private Observed container(String image, int externalPort) throws Exception {
    JobId id = new JobId("probed", "1", "0".repeat(40));
    Job job = Job.newBuilder("probed", "1").setId(id).setImage(image).build();
    engine.pull(image, null);
    ContainerId container =
        engine.create(
            new ContainerSpec(
                "probed",
                new TaskLabels("host", id, 1, 1),
                job,
                Map.of("http", PortMapping.of(80, externalPort)),
                Map.of()));
    engine.start(container);
    return engine.inspect(container).orElseThrow();
  }

  private Result http(String path) throws Exception {
    return probe.probe(
        new HealthCheck.Http(path, "http"), container("sim/ok", server.getAddress().getPort()));
  }

  @Test
  void an_answer_from_200_to_399_passes() throws Exception {
    assertThat(http("/good")).isEqualTo(Result.pass());
  }

  @Test
  void a_path_without_its_slash_is_understood() throws Exception {
    assertThat(http("good").passed()).isTrue();
  }

  @Test
  void an_answer_of_another_status_fails_and_is_named() throws Exception {
    assertThat(http("/bad").passed()).isFalse();
    assertThat(http("/bad").reason()).contains("/bad").contains("503");
  }

  @Test
  void redirects_are_followed() throws Exception {
    assertThat(http("/moved").passed()).isTrue();
    assertThat(http("/moved-to-bad").passed()).isFalse();
  }

  @Test
  void a_path_that_is_none_fails_in_words() throws Exception {
    assertThat(http("/a b").reason()).contains("path").contains("/a b");
  }

  @Test
  void nobody_listening_fails_both_kinds_in_words() throws Exception {
    int port = LocalRegistry.freePort();

    Result http = probe.probe(new HealthCheck.Http("/", "http"), container("sim/ok", port));
    Result tcp = probe.probe(new HealthCheck.Tcp("http"), container("sim/ok", port));

    assertThat(http.reason()).contains("127.0.0.1:" + port).contains("refused");
    assertThat(tcp.reason()).contains("127.0.0.1:" + port).containsIgnoringCase("refused");
  }

  @Test
  void a_port_that_accepts_passes_the_tcp_check() throws Exception {
    Observed container = container("sim/ok", server.getAddress().getPort());

    assertThat(probe.probe(new HealthCheck.Tcp("http"), container).passed()).isTrue();
  }

  @Test
  void a_port_that_hangs_up_at_once_fails_the_tcp_check() throws Exception {
    try (var proxy = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      Thread hangsUp =
          new Thread(
              () -> {
                try {
                  proxy.accept().close();
                } catch (IOException closed) {
                  // The test is over.
                }
              });
      hangsUp.start();

      Result result =
          probe.probe(new HealthCheck.Tcp("http"), container("sim/ok", proxy.getLocalPort()));

      assertThat(result.passed()).isFalse();
    }
  }

  @Test
  void a_port_that_the_job_does_not_have_fails_by_name() throws Exception {
    Result result = probe.probe(new HealthCheck.Tcp("admin"), container("sim/ok", 1));

    assertThat(result.reason()).contains("'admin'");
  }

  @Test
  void a_command_passes_with_exit_code_0_only() throws Exception {
    var check = new HealthCheck.Exec(List.of("true"));

    assertThat(probe.probe(check, container("sim/ok", 1)).passed()).isTrue();
  }

  @Test
  void a_command_that_fails_is_told_with_its_exit_code() throws Exception {
    var check = new HealthCheck.Exec(List.of("false"));

    assertThat(probe.probe(check, container("sim/unhealthy", 1)).reason()).contains("exit code 1");
  }

  @Test
  void a_command_that_the_image_does_not_have_is_told_as_such() throws Exception {
    var check = new HealthCheck.Exec(List.of("/no/such/command"));

    assertThat(probe.probe(check, container("sim/ok", 1)).reason())
        .contains("exit code 127 (usually: the image has no such command");
  }

  @Test
  void an_engine_that_is_away_is_no_answer_of_the_container() throws Exception {
    Observed container = container("sim/ok", 1);
    engine.goAway();

    assertThatThrownBy(() -> probe.probe(new HealthCheck.Exec(List.of("true")), container))
        .isInstanceOfSatisfying(
            RuntimeFailure.class,
            failure -> assertThat(failure.kind()).isEqualTo(RuntimeFailure.Kind.UNAVAILABLE));
  }

  @Test
  void a_redirect_to_https_is_an_answer() throws Exception {
    answer("/secure", 301, "https://nobody.invalid/");

    assertThat(http("/secure")).isEqualTo(Result.pass());
  }

  @Test
  void redirects_without_end_fail_in_words() throws Exception {
    answer("/round", 302, "/round");

    assertThat(http("/round").reason()).contains("redirected more than 20 times");
  }

  @Test
  void an_answer_that_never_comes_fails_at_the_limit_that_the_job_names() throws Exception {
    try (var silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      Liveness limited = new Liveness(null, 1, null, null, null);
      Observed container = container("sim/ok", silent.getLocalPort());

      assertThat(probe.probe(new HealthCheck.Http("/", "http", limited), container).reason())
          .contains("no answer within 1 s");
    }
  }

  @Test
  void a_body_without_end_does_not_matter() throws Exception {
    server.createContext(
        "/endless",
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          exchange.getResponseBody().write(new byte[1000]);
          exchange.getResponseBody().flush();
        });

    assertThat(http("/endless")).isEqualTo(Result.pass());
  }

  @Test
  void the_word_of_the_engine_is_taken_for_its_own_check() throws Exception {
    Observed running = container("sim/ok", 1);
    var check = new HealthCheck.Docker(Liveness.DEFAULT);

    assertThat(probe.probe(check, running).reason()).contains("no HEALTHCHECK");
  }

  @Test
  void an_interrupt_is_passed_on() throws Exception {
    Observed container = container("sim/ok", server.getAddress().getPort());
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> probe.probe(new HealthCheck.Http("/good", "http"), container))
        .isInstanceOf(InterruptedException.class);
  }
}
