package io.helios.coordination.layout;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.helios.model.task.Deployment;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StoredTest {
  @Test
  void what_was_written_is_read() throws Exception {
    assertThat(Stored.read(Stored.bytes("id"), String.class)).isEqualTo("id");
    assertThat((Object) Stored.read(Stored.bytes(Map.of("a", "b")), Map.class))
        .isEqualTo(Map.of("a", "b"));
  }

  @Test
  void the_value_may_stand_first_and_strange_fields_beside_it() throws Exception {
    byte[] data = "{\"by\":\"hand\",\"value\":\"id\",\"schema\":1}".getBytes(UTF_8);
    assertThat(Stored.read(data, String.class)).isEqualTo("id");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "``|it is empty",
        "{\"value\":{}}|it does not say its schema",
        "17|it does not say its schema",
        "{\"schema\":2,\"value\":{}}|schema 2 cannot be read, only 1 to 1",
        "{\"schema\":1,\"value\":null}|no value",
      })
  void what_cannot_be_read_is_told_in_words(String data, String message) {
    assertThatThrownBy(() -> Stored.read(data.getBytes(UTF_8), Deployment.class))
        .isInstanceOf(IOException.class)
        .hasMessage(message);
  }

  @Test
  void what_is_told_is_one_line_without_class_names() {
    for (String data : List.of("{\"schema\":1,\"va", "\1", "{\"schema\":1,\"value\":[[]]}", "{]")) {
      assertThatThrownBy(() -> Stored.read(data.getBytes(UTF_8), Deployment.class))
          .isInstanceOf(IOException.class)
          .message()
          .as(data)
          .doesNotContain("\n", "Source", "java.", "io.helios", "reference chain");
    }
  }
}
