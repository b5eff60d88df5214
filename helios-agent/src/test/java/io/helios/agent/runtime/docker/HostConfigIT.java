package io.helios.agent.runtime.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.helios.agent.runtime.ContainerId;
import io.helios.agent.runtime.RuntimeFailure;
import io.helios.agent.runtime.RuntimeFailure.Kind;
import io.helios.model.job.ContainerOptions;
import io.helios.model.job.Job;
import io.helios.model.job.JobValidator;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Keys of the engine's HostConfig that a job passes through. */
final class HostConfigIT {
  private final Inside inside = new Inside();

  @AfterEach
  void cleanUp() {
    inside.close();
  }

  private ContainerId started(Map<String, Object> hostConfig) throws Exception {
    return inside.started(inside.job(ContainerOptions.newBuilder().setHostConfig(hostConfig)));
  }

  @Test
  void what_is_passed_through_takes_effect() throws Exception {
    ContainerId id =
        started(
            Map.of(
                "GroupAdd", List.of("77"),
                "OomScoreAdj", 7,
                "DnsSearch", List.of("example.test"),
                "Dns", List.of("192.0.2.99"),
                "PidMode", "host",
                "CgroupnsMode", "private",
                "Mounts",
                    List.of(
                        Map.of(
                            "Type",
                            "tmpfs",
                            "Target",
                            "/mounted",
                            "TmpfsOptions",
                            Map.of("SizeBytes", 65536)))));

    assertThat(inside.says(id, "id")).contains("77");
    assertThat(inside.says(id, "cat /proc/self/oom_score_adj")).isEqualTo("7");
    assertThat(inside.says(id, "cat /etc/resolv.conf").lines())
        .contains("search example.test", "nameserver 192.0.2.99");
    assertThat(inside.says(id, "mount").lines())
        .anyMatch(line -> line.contains(" /mounted ") && line.contains("size=64k"));
    assertThat(inside.says(id, "cat /proc/1/cmdline"))
        .as("number one of the host, not the job's shell")
        .doesNotContain("trap");
  }

  @Test
  void privilege_reaches_the_engine() throws Exception {
    // Where the tests run, the kernel may refuse to start such a container: the engine tells.
    ContainerId id =
        inside.created(
            inside
                .job(ContainerOptions.newBuilder().setHostConfig(Map.of("Privileged", true)))
                .build());

    assertThat(inside.hostConfig(id)).containsEntry("Privileged", true);
  }

  /** So that no key of the engine at hand was forgotten. */
  @Test
  void the_validator_knows_every_key_that_the_engine_knows() throws Exception {
    Set<String> keys = inside.hostConfig(started(Map.of())).keySet();
    assertThat(keys).contains("OomScoreAdj", "Memory");
    for (String key : keys) {
      Job job = inside.job(ContainerOptions.newBuilder().setHostConfig(Map.of(key, 1))).build();
      assertThat(JobValidator.forClients().validate(job, Instant.EPOCH))
          .as(key)
          .noneMatch(problem -> problem.contains("no Docker engine"));
    }
  }

  @Test
  void a_key_that_this_engine_is_too_old_for_is_refused_by_name() throws Exception {
    String api = String.valueOf(inside.runtime.version().apiVersion());
    assumeTrue(EngineKeys.problem(List.of("Annotations"), api).isPresent(), "the engine has it");
    Job job =
        inside
            .job(
                ContainerOptions.newBuilder()
                    .setHostConfig(Map.of("Annotations", Map.of("a", "b"))))
            .build();

    RuntimeFailure failure = catchThrowableOfType(RuntimeFailure.class, () -> inside.created(job));

    assertThat(failure.kind()).isEqualTo(Kind.REFUSED);
    assertThat(failure).hasMessageContaining("'Annotations'").hasMessageContaining(api);
  }

  @Test
  void what_the_engine_cannot_read_is_told_in_its_own_words() throws Exception {
    RuntimeFailure failure =
        catchThrowableOfType(RuntimeFailure.class, () -> started(Map.of("OomScoreAdj", "much")));

    assertThat(failure.kind()).isEqualTo(Kind.REFUSED);
    assertThat(failure).hasMessageContaining("OomScoreAdj");
  }
}
