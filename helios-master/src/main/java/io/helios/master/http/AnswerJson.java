package io.helios.master.http;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import io.helios.model.job.Job;
import io.helios.model.json.Json;
import java.io.IOException;
import java.io.OutputStream;

/**
 * How answers become JSON: as {@link Json#http()} writes them, byte by byte, but each job is turned
 * into text once for all answers.
 */
public final class AnswerJson {
  /** About 50,000 jobs. Copies of jobs, as old agents' statuses bring them, count as well. */
  private static final long MOST_BYTES = 64L << 20;

  private final ObjectMapper clear = mapper(Json.http()::writeValueAsBytes);
  private final ObjectMapper redacted =
      mapper(AnswerJson::redacted).registerModule(Redaction.module());

  private static ObjectMapper mapper(JobTexts.Encoder jobs) {
    SimpleModule module = new SimpleModule("jobs");
    module.addSerializer(Job.class, new JobTexts(jobs, MOST_BYTES));
    return Json.http().copy().registerModule(module);
  }

  private static byte[] redacted(Job job) throws IOException {
    JsonNode node = Json.http().valueToTree(job);
    Redaction.redact(node);
    return Json.http().writeValueAsBytes(node);
  }

  /** Writes everything. */
  public ObjectMapper clear() {
    return clear;
  }

  /** Writes other words in place of secrets, see {@link Redaction}. */
  ObjectMapper redacted() {
    return redacted;
  }

  /** For a stream that the server closes itself, and that must not look whole when half fails. */
  static JsonGenerator generator(ObjectMapper mapper, OutputStream output) throws IOException {
    JsonGenerator json = mapper.createGenerator(output);
    json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
    // The server gives short answers a length if nobody flushes.
    json.disable(JsonGenerator.Feature.FLUSH_PASSED_TO_STREAM);
    json.disable(JsonGenerator.Feature.AUTO_CLOSE_JSON_CONTENT);
    return json;
  }
}
