package io.helios.master.http;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.ResponseBuilder;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Answers with listings, and spares those who have the very same already. */
public final class Listings {
  private final AnswerJson json;

  public Listings(AnswerJson json) {
    this.json = json;
  }

  /**
   * A part of a listing of names.
   *
   * @param next where the next part begins; null when there is none
   * @param ifNoneMatch tags of what the client has
   */
  public Response part(List<String> names, @Nullable String next, @Nullable String ifNoneMatch) {
    return answer(json.clear(), names, next, ifNoneMatch);
  }

  /** A part of a listing of objects by name. */
  public Response part(
      Map<String, ?> objects, Fields fields, @Nullable String next, @Nullable String ifNoneMatch) {
    return answer(json.clear(), fields.of(objects), next, ifNoneMatch);
  }

  /** The same without what jobs keep secret. */
  public Response redactedPart(
      Map<String, ?> objects, Fields fields, @Nullable String next, @Nullable String ifNoneMatch) {
    return answer(json.redacted(), fields.ofRedacted(objects), next, ifNoneMatch);
  }

  private static Response answer(
      ObjectMapper mapper, Object body, @Nullable String next, @Nullable String ifNoneMatch) {
    TaggedOutput tagged = new TaggedOutput(next == null ? "" : next);
    try {
      write(mapper, body, tagged);
    } catch (IOException e) {
      throw new UncheckedIOException("not writable as JSON", e);
    }
    String tag = "W/\"" + tagged.tag() + "\"";
    ResponseBuilder answer =
        isKnown(tag, ifNoneMatch)
            ? Response.notModified()
            : Response.ok(
                tagged
                    .written()
                    .<Object>map(bytes -> bytes)
                    .orElseGet(() -> (StreamingOutput) out -> write(mapper, body, out)),
                MediaType.APPLICATION_JSON_TYPE);
    if (next != null) {
      answer.header(Headers.NEXT_PAGE, next);
    }
    return answer.header(HttpHeaders.ETAG, tag).build();
  }

  private static void write(ObjectMapper mapper, Object body, OutputStream out) throws IOException {
    try (JsonGenerator generator = AnswerJson.generator(mapper, out)) {
      mapper.writeValue(generator, body);
    }
  }

  private static boolean isKnown(String tag, @Nullable String ifNoneMatch) {
    return ifNoneMatch != null
        && Arrays.stream(ifNoneMatch.split(","))
            .map(String::strip)
            // Compression marks the tags of what it packed.
            .map(known -> known.replace("--gzip\"", "\""))
            .anyMatch(known -> known.equals("*") || weak(known).equals(tag));
  }

  private static String weak(String tag) {
    return tag.startsWith("W/") ? tag : "W/" + tag;
  }
}
