package io.helios.master.openapi;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.helios.master.http.Message;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A stream as an operation. OpenAPI has no words for events: what their data holds stands under
 * {@code x-events} beside the schema of the whole, which is text.
 */
final class StreamText {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private static final Map<String, String> REFUSALS =
      new TreeMap<>(
          Map.of(
              "400", "A parameter makes no sense.",
              "503", "The master cannot do it now; ask again after Retry-After."));

  private StreamText() {}

  static ObjectNode operation(Stream stream, Schemas schemas) {
    ObjectNode operation = JSON.objectNode();
    operation.put("operationId", "Stream" + stream.path().replace('/', '.'));
    operation.putArray("tags").add("Stream");
    operation.put("summary", stream.summary());
    ArrayNode parameters = operation.putArray("parameters");
    stream.parameters().forEach(it -> parameters.add(parameter(it)));
    ObjectNode responses = operation.putObject("responses");
    ObjectNode answer =
        responses.putObject("200").put("description", "Events, until either side ends them.");
    ObjectNode content = answer.putObject("content").putObject("text/event-stream");
    content
        .putObject("schema")
        .put("type", "string")
        .put(
            "description",
            "Server-sent events. Each line of data is a JSON object; its shape is under x-events.");
    ObjectNode events = content.putObject("x-events");
    for (Stream.Event event : stream.events()) {
      events
          .putObject(event.name())
          .put("description", event.means())
          .set("data", oneOf(event.data(), schemas));
    }
    REFUSALS.forEach(
        (status, means) ->
            responses
                .putObject(status)
                .put("description", means)
                .putObject("content")
                .putObject("application/json")
                .set("schema", schemas.of(Message.class)));
    return operation;
  }

  private static ObjectNode parameter(Stream.Parameter parameter) {
    ObjectNode node = JSON.objectNode();
    node.put("name", parameter.name());
    node.put("in", parameter.header() ? "header" : "query");
    node.put("description", parameter.means());
    ObjectNode schema = node.putObject("schema");
    if (parameter.list()) {
      schema.put("type", "array").putObject("items").put("type", "string");
    } else {
      schema.put("type", "string");
    }
    return node;
  }

  private static ObjectNode oneOf(List<Class<?>> types, Schemas schemas) {
    if (types.size() == 1) {
      return schemas.of(types.get(0));
    }
    ObjectNode node = JSON.objectNode();
    ArrayNode all = node.putArray("oneOf");
    types.forEach(type -> all.add(schemas.of(type)));
    return node;
  }
}
