package io.helios.cli;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Reads output that has to be exactly one JSON document. */
final class Documents {
  private Documents() {}

  static JsonNode read(String output) {
    ObjectMapper mapper = new ObjectMapper();
    try (JsonParser parser = mapper.createParser(output)) {
      JsonNode document = mapper.readTree(parser);
      if (document == null || parser.nextToken() != null) {
        throw new AssertionError("not exactly one document: " + output);
      }
      return document;
    } catch (IOException e) {
      throw new UncheckedIOException("not JSON: " + output, e);
    }
  }
}
