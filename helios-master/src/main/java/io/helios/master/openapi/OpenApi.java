package io.helios.master.openapi;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.helios.master.http.Described;
import io.helios.master.http.Message;
import io.helios.master.openapi.Endpoint.Place;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Puts the description together. */
final class OpenApi {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final String REVISION = "Helios-Revision";

  private OpenApi() {}

  static ObjectNode document(List<Endpoint> endpoints, List<Stream> streams, String version) {
    Schemas schemas = new Schemas();
    ObjectNode document = JSON.objectNode();
    document.put("openapi", "3.1.0");
    document
        .putObject("info")
        .put("title", "Helios master")
        .put("version", version)
        .put("description", "Deploys jobs on hosts. Errors are told as JSON with a message.");
    ObjectNode paths = document.putObject("paths");
    endpoints.stream()
        .sorted(Comparator.comparing(Endpoint::path).thenComparing(Endpoint::verb))
        .forEach(it -> operation(paths.withObjectProperty(it.path()), it, schemas));
    streams.forEach(
        it -> paths.withObjectProperty(it.path()).set("get", StreamText.operation(it, schemas)));
    document.putObject("components").set("schemas", schemas.all());
    return document;
  }

  private static void operation(ObjectNode path, Endpoint endpoint, Schemas schemas) {
    ObjectNode operation = path.putObject(endpoint.verb().toLowerCase(Locale.ROOT));
    operation.put("operationId", endpoint.resource() + "." + endpoint.name());
    operation.putArray("tags").add(endpoint.resource());
    Described described = endpoint.described();
    operation.put("summary", described == null ? endpoint.name() : described.value());
    if (!endpoint.parameters().isEmpty()) {
      var parameters = operation.putArray("parameters");
      endpoint.parameters().forEach(it -> parameters.add(parameter(it)));
    }
    if (endpoint.takesBody()) {
      ObjectNode content = operation.putObject("requestBody").putObject("content");
      content
          .putObject("application/json")
          .set(
              "schema",
              described == null || described.body() == Void.class
                  ? JSON.objectNode()
                  : schemas.of(described.body()));
    }
    responses(operation.putObject("responses"), described, schemas);
  }

  private static ObjectNode parameter(Endpoint.Parameter parameter) {
    ObjectNode node = JSON.objectNode();
    node.put("name", parameter.name());
    node.put("in", parameter.place().name().toLowerCase(Locale.ROOT));
    if (parameter.place() == Place.PATH) {
      node.put("required", true);
    }
    ObjectNode schema = node.putObject("schema");
    if (parameter.list()) {
      schema.put("type", "array").putObject("items").put("type", "string");
    } else {
      schema.put("type", "string");
      String byDefault = parameter.byDefault();
      if (byDefault != null) {
        schema.put("default", byDefault);
      }
    }
    return node;
  }

  private static void responses(
      ObjectNode responses, @Nullable Described described, Schemas schemas) {
    ObjectNode done =
        responses
            .putObject(Integer.toString(described == null ? 200 : described.success()))
            .put("description", "Done, or the answer.");
    done.putObject("headers")
        .putObject(REVISION)
        .put("description", "How far the master's view has come.")
        .putObject("schema")
        .put("type", "string");
    ObjectNode schema =
        described == null || described.answer() == Object.class || described.answer() == Void.class
            ? JSON.objectNode()
            : schemas.of(described.answer());
    if (described != null) {
      schema =
          switch (described.shape()) {
            case ONE -> schema;
            case LIST -> JSON.objectNode().put("type", "array").<ObjectNode>set("items", schema);
            case BY_NAME ->
                JSON.objectNode()
                    .put("type", "object")
                    .<ObjectNode>set("additionalProperties", schema);
          };
    }
    boolean empty = described != null && described.answer() == Void.class;
    if (!empty) {
      done.putObject("content").putObject("application/json").set("schema", schema);
    }
    Set<Integer> others = new TreeSet<>(List.of(400, 502, 503));
    if (described != null) {
      for (int status : described.statuses()) {
        others.add(status);
      }
    }
    for (int status : others) {
      ObjectNode content =
          responses
              .putObject(Integer.toString(status))
              .put("description", meaning(status))
              .putObject("content");
      // Endpoints of the predecessor answer with their own shape, with a status in it.
      ArrayNode either =
          content.putObject("application/json").putObject("schema").putArray("anyOf");
      either.add(schemas.of(Message.class));
      if (!empty) {
        either.add(schema.deepCopy());
      }
      either.add(JSON.objectNode().put("type", "string"));
    }
  }

  private static String meaning(int status) {
    return switch (status) {
      case 400 -> "The request is wrong, or cannot be granted.";
      case 403 -> "The token is not that of the job.";
      case 404 -> "There is no such thing.";
      case 409 -> "It does not go with how things are.";
      case 422 -> "The request id was used for another request.";
      case 502 -> "The master cannot do it now; told to clients of 0.9.";
      case 503 -> "The master cannot do it now; ask again after Retry-After.";
      default -> "Refused.";
    };
  }
}
