package io.helios.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.helios.serviceregistration.fixtures.PluginJar;
import io.helios.systemtests.fixtures.Agent;
import io.helios.systemtests.fixtures.Cluster;
import io.helios.systemtests.fixtures.Deployed;
import io.helios.systemtests.fixtures.Docker;
import io.helios.systemtests.fixtures.Http;
import io.helios.systemtests.fixtures.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A real plugin in a real agent: its jar is compiled here, its registry is a file. */
@Timeout(240)
class ServiceRegistrationIT {
  private static final String HOST = "systest-registration";
  private static final String FACTORY = "org.example.FileRegistrarFactory";
  private static final String SOURCE =
      """
      package org.example;
      import io.helios.serviceregistration.*;
      import java.io.IOException;
      import java.io.UncheckedIOException;
      import java.nio.file.*;
      import org.slf4j.LoggerFactory;
      public class FileRegistrarFactory implements ServiceRegistrarFactory {
        public ServiceRegistrar create(String address) {
          LoggerFactory.getLogger("plugin").info("writing to {}", address);
          return new FileRegistrar(Path.of(address));
        }
        public ServiceRegistrar createForDomain(String domain) {
          throw new UnsupportedOperationException();
        }
        static class FileRegistrar implements ServiceRegistrar {
          private final Path file;
          FileRegistrar(Path file) { this.file = file; }
          private synchronized void write(String line) {
            try {
              Files.writeString(file, line + "\\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          }
          public ServiceRegistrationHandle register(ServiceRegistration registration) {
            for (var e : registration.getEndpoints()) {
              write(String.join(" ", "register", e.getName(), e.getProtocol(), e.getHost(),
                  e.getDomain(), Integer.toString(e.getPort())));
            }
            return new ServiceRegistrationHandle() {};
          }
          public void unregister(ServiceRegistrationHandle handle) { write("unregister"); }
          public void close() { write("close"); }
        }
      }
      """;

  private static Cluster cluster;
  private static Path plugin;
  private static Path registry;

  @BeforeAll
  static void start() throws IOException {
    cluster = Cluster.start("registration");
    registry = cluster.directory().resolve("registry");
    plugin =
        new PluginJar()
            .with(FACTORY, SOURCE)
            .providing(FACTORY)
            .build(cluster.directory().resolve("plugin.jar"));
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  private static List<String> lines() throws IOException {
    return Files.exists(registry) ? Files.readAllLines(registry) : List.of();
  }

  @Test
  void services_are_found_while_their_container_runs_and_no_longer() throws Exception {
    try (Agent agent =
        Agent.start(
            cluster.directory(),
            HOST,
            cluster.zookeeper().address(),
            "--service-registry",
            registry.toString(),
            "--service-registrar-plugin",
            plugin.toString(),
            "--domain",
            "example.net")) {
      agent.awaitUp(cluster.master());
      Deployed job =
          Deployed.running(
              cluster.master(),
              HOST,
              "systest-registered:1",
              cluster.image(),
              "-p",
              "http=8080",
              "-r",
              "shop/http=http",
              "--grace-period",
              "1",
              "--",
              "sh",
              "-c",
              Cluster.SERVE);
      String registered = "register shop http " + HOST + " example.net " + job.port("http");
      assertThat(lines()).containsExactly(registered);
      await()
          .atMost(Duration.ofSeconds(30))
          .ignoreExceptions()
          .until(() -> Http.get("http://127.0.0.1:" + job.port("http")).body().contains("hello"));
      assertThat(agent.program().output()).contains("writing to " + registry);

      String container = job.container();
      agent.program().stop();
      assertThat(lines()).containsExactly(registered, "close");
      agent.startAgain();
      await().atMost(Duration.ofMinutes(1)).until(() -> lines().size() == 3);
      assertThat(lines()).containsExactly(registered, "close", registered);
      agent.awaitUp(cluster.master());
      assertThat(job.state()).isEqualTo("RUNNING");
      assertThat(job.container()).isEqualTo(container);

      Docker.run("kill", container);
      String second = job.awaitOtherContainer(container);
      assertThat(lines().subList(3, 5)).containsExactly("unregister", registered);

      job.discard();
      assertThat(lines().subList(5, lines().size())).containsExactly("unregister");
      assertThat(second).isNotEqualTo(container);
    }
  }

  @Test
  void an_agent_whose_plugin_cannot_be_loaded_does_not_start_and_says_why() {
    Path missing = cluster.directory().resolve("missing.jar");
    Program program =
        Agent.launch(
            cluster.directory(),
            HOST + "-bad",
            cluster.zookeeper().address(),
            Map.of(),
            List.of("--service-registrar-plugin", missing.toString()));
    assertThat(program.awaitExit()).isEqualTo(1);
    assertThat(program.output()).contains(missing + " does not exist");
  }
}
