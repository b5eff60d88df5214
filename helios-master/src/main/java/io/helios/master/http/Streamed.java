package io.helios.master.http;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * A large JSON object, of which only one value is in memory at a time: the statuses of a whole
 * cluster are hundreds of megabytes.
 */
public final class Streamed implements StreamingOutput {
  private final ObjectMapper mapper;
  private final Set<String> names;
  private final Function<String, ? extends Optional<?>> values;

  private Streamed(
      ObjectMapper mapper, Set<String> names, Function<String, ? extends Optional<?>> values) {
    this.mapper = mapper;
    this.names = names;
    this.values = values;
  }

  /**
   * Answers 200 with an object that has, in the order of the names, a value for each that has one.
   *
   * @param values looked up while the answer is on its way
   */
  public static Response byName(
      AnswerJson json, Collection<String> names, Function<String, ? extends Optional<?>> values) {
    return Answers.json(200, new Streamed(json.clear(), new LinkedHashSet<>(names), values));
  }

  @Override
  public void write(OutputStream output) throws IOException {
    ObjectWriter writer = mapper.writer();
    try (JsonGenerator json = AnswerJson.generator(mapper, output)) {
      json.writeStartObject();
      for (String name : names) {
        Optional<?> value = values.apply(name);
        if (value.isPresent()) {
          json.writeFieldName(name);
          writer.writeValue(json, value.get());
        }
      }
      json.writeEndObject();
    }
  }
}
