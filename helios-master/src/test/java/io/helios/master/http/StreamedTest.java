package io.helios.master.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.helios.model.host.HostStatus;
import io.helios.model.job.Job;
import io.helios.model.job.JobHash;
import io.helios.model.job.JobId;
import io.helios.model.json.Json;
import io.helios.model.task.Deployment;
import io.helios.model.task.Goal;
import io.helios.model.task.State;
import io.helios.model.task.TaskReport;
import io.helios.model.task.TaskStatus;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class StreamedTest {
  private static final AnswerJson JSON = new AnswerJson();
  private static final Job JOB =
      JobHash.identify(
          Job.newBuilder("wéb", "1 \"a\"")
              .setImage("registry/web:1")
              .setCommand(List.of("serve", "\u0001\\"))
              .setEnv(Map.of("KEY", "✓ \uD83D\uDE00"))
              .setExpires(Instant.ofEpochMilli(1_500_000_000_123L))
              .build());

  @Test
  void what_is_streamed_is_what_the_whole_would_be() throws IOException {
    Map<String, Object> whole = new LinkedHashMap<>();
    whole.put("b", status());
    whole.put("a \"quoted\"", status());
    whole.put("c", JOB);

    assertThat(streamed(List.copyOf(whole.keySet()), name -> Optional.of(whole.get(name))))
        .isEqualTo(new String(Json.http().writeValueAsBytes(whole), UTF_8));
  }

  @Test
  void names_without_a_value_are_left_out_and_repeated_ones_come_once() throws IOException {
    assertThat(
            streamed(
                List.of("x", "gone", "y", "x"),
                name -> Optional.of(name + "!").filter(it -> !it.equals("gone!"))))
        .isEqualTo("{\"x\":\"x!\",\"y\":\"y!\"}");
    assertThat(streamed(List.of(), Optional::of)).isEqualTo("{}");
  }

  @Test
  void an_answer_that_fails_half_way_does_not_look_whole() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Function<String, Optional<Object>> failing =
        name -> {
          if (name.equals("bad")) {
            throw new IllegalStateException("the view is broken");
          }
          return Optional.of(1);
        };

    assertThatThrownBy(() -> body(List.of("good", "bad"), failing).write(out))
        .isInstanceOf(IllegalStateException.class);
    assertThat(out.toString(UTF_8)).doesNotEndWith("}");
  }

  private static HostStatus status() {
    JobId id = JOB.id();
    TaskReport report =
        TaskReport.newBuilder(State.RUNNING)
            .setGoal(Goal.START)
            .setContainerId("c1")
            .setGeneration(1L)
            .setRestarts(0)
            .setVerified(true)
            .build();
    return new HostStatus(
        HostStatus.Status.UP,
        Map.of(id, new Deployment(id, Goal.START, "ops", null, null, 1L)),
        Map.of(id, new TaskStatus(JOB, report)),
        null,
        null,
        Map.of(),
        Map.of("role", "a"),
        Map.of(),
        null);
  }

  private static StreamingOutput body(
      List<String> names, Function<String, ? extends Optional<?>> values) {
    return (StreamingOutput) Streamed.byName(JSON, names, values).getEntity();
  }

  private static String streamed(List<String> names, Function<String, ? extends Optional<?>> values)
      throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    body(names, values).write(out);
    return out.toString(UTF_8);
  }
}
