package io.helios.master;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.helios.model.api.HeliosVersion;
import io.helios.model.json.Json;
import java.io.UncheckedIOException;
import java.util.Map;

/**
 * Where this master answers otherwise than the recorded one, and why. Everything not named here is
 * as recorded.
 */
final class DeliberateDifferences {
  /**
   * What differs.
   *
   * @param answer the properties that take the place of the recorded ones
   * @param why the reason
   */
  private record Difference(String answer, String why) {}

  private static final String VERSION = HeliosVersion.current().toString();

  private static final Map<String, Difference> BY_CASE =
      Map.ofEntries(
          Map.entry(
              "version",
              new Difference("{\"answer\":\"" + VERSION + "\"}", "it is another version")),
          Map.entry(
              "version check",
              new Difference(
                  "{\"answer\":{\"status\":\"COMPATIBLE\",\"recommendedVersion\":\"*\","
                      + "\"serverVersion\":\"*\"}}",
                  "0.9.2 asks a newer master")),
          Map.entry(
              "bad version header",
              new Difference(
                  "{\"contentType\":\"application/json\",\"answer\":{\"message\":"
                      + "\"Helios client version format is bogus - expect n.n.n\"}}",
                  "the same words as JSON instead of an HTML page")),
          Map.entry(
              "newer minor",
              new Difference(
                  "{\"versionStatus\":\"COMPATIBLE\"}", "0.10 is not newer than this master")),
          Map.entry(
              "other major",
              new Difference(
                  "{\"contentType\":\"application/json\",\"answer\":{\"message\":"
                      + "\"Your client version is incompatible with the server version "
                      + VERSION
                      + "\"}}",
                  "the same words as JSON instead of an HTML page")),
          Map.entry(
              "create without user",
              new Difference(
                  "{\"status\":200,\"answer\":{\"status\":\"OK\",\"errors\":[],\"id\":\"*\"}}",
                  "a missing user is nobody, not a crash")),
          Map.entry(
              "create, one-part id",
              new Difference("{\"answer\":{\"message\":\"*\"}}", "another parser's words")),
          Map.entry(
              "create, bad image",
              new Difference(
                  "{\"answer\":{\"status\":\"INVALID_JOB_DEFINITION\",\"errors\":[\"*\"],"
                      + "\"id\":\"*\"}}",
                  "model.md 10.1: the newer grammar of image names")),
          Map.entry(
              "create, clashing static ports",
              new Difference(
                  "{\"answer\":{\"status\":\"INVALID_JOB_DEFINITION\",\"errors\":"
                      + "[\"Duplicate external port mapping: tcp:80\"],\"id\":\"*\"}}",
                  "model.md 10, rule 12: the protocol counts")),
          Map.entry(
              "create, several errors",
              new Difference(
                  "{\"answer\":{\"status\":\"INVALID_JOB_DEFINITION\",\"errors\":[\"*\",\"*\","
                      + "\"*\"],\"id\":\"*\"}}",
                  "the same rules, in their order, with the newer texts for images")),
          Map.entry(
              "create, expired",
              new Difference(
                  "{\"answer\":{\"status\":\"INVALID_JOB_DEFINITION\",\"errors\":[\"*\"],"
                      + "\"id\":\"*\"}}",
                  "model.md 10, rule 23: the text names both dates")),
          Map.entry(
              "create, malformed",
              new Difference("{\"answer\":{\"message\":\"*\"}}", "another parser's words")),
          Map.entry(
              "jobs by host pattern",
              new Difference(
                  "{\"answer\":{\"ex1795211931:1:7902122375f86d44d8f1c6f29cefe506879e0604\":\"*\"}}",
                  "the recorded version did not know hostPattern and ignored it")),
          Map.entry(
              "deploy, bad goal",
              new Difference(
                  "{\"answer\":{\"message\":\"*\"}}", "the same words, and where it stands")),
          Map.entry(
              "deploy, missing goal",
              new Difference(
                  "{\"status\":400,\"answer\":{\"message\":"
                      + "\"The deployment has no goal: \\\"goal\\\" is missing\"}}",
                  "bad input is no crash")),
          Map.entry(
              "group status, idle",
              new Difference(
                  "{\"answer\":{\"status\":\"IDLE\",\"error\":\"\",\"hostStatuses\":[{\"host\":"
                      + "\"agent1\",\"jobId\":null,\"state\":null}],\"deploymentGroupStatus\":null}}",
                  "a new group's hosts are known at once")),
          Map.entry(
              "rolling update, no job",
              new Difference("{\"answer\":{\"message\":\"*\"}}", "another parser's words")),
          Map.entry(
              "group status, rolling",
              new Difference(
                  "{\"answer\":{\"status\":\"ROLLING_OUT\",\"error\":null,\"hostStatuses\":[{\"host\":"
                      + "\"agent1\",\"jobId\":\"*\",\"state\":\"*\"}],"
                      + "\"deploymentGroup\":{\"rollingUpdateReason\":\"MANUAL\"},"
                      + "\"deploymentGroupStatus\":{\"state\":\"ROLLING_OUT\",\"error\":null}}}",
                  "the first host may have the job already")),
          Map.entry(
              "register host again, same id",
              new Difference(
                  "{\"status\":200,\"answer\":\"OK\"}", "registration may be repeated")));

  private DeliberateDifferences() {}

  /** The recorded exchange with the answer that this master is to give. */
  static JsonNode applied(JsonNode recorded) {
    ObjectNode expected = recorded.deepCopy();
    // The recorded client had the master's version; to this master it is an older one.
    if (!recorded.has("versionStatus")) {
      expected.put("versionStatus", "COMPATIBLE");
    }
    Difference difference = BY_CASE.get(recorded.path("case").asText());
    if (difference != null) {
      try {
        ObjectNode other = (ObjectNode) Json.tree().readTree(difference.answer());
        expected.setAll(other);
      } catch (JsonProcessingException e) {
        throw new UncheckedIOException(difference.why(), e);
      }
    }
    return expected;
  }
}
