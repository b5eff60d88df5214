package io.helios.master.http;

import io.helios.model.json.Json;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.ResponseBuilder;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Answers with listings, and spares those who have the very same already. */
public final class Listings {
  private static final int TAG_BYTES = 12;

  private Listings() {}

  /** A whole listing. */
  public static Response whole(Object body, @Nullable String ifNoneMatch) {
    return part(body, null, ifNoneMatch);
  }

  /**
   * A part of a listing.
   *
   * @param next where the next part begins; null when there is none
   * @param ifNoneMatch tags of what the client has
   */
  public static Response part(Object body, @Nullable String next, @Nullable String ifNoneMatch) {
    String tag = "W/\"" + digest(body, next == null ? "" : next) + "\"";
    ResponseBuilder answer =
        isKnown(tag, ifNoneMatch)
            ? Response.notModified()
            : Response.ok(body, MediaType.APPLICATION_JSON_TYPE);
    if (next != null) {
      answer.header(Headers.NEXT_PAGE, next);
    }
    return answer.header(HttpHeaders.ETAG, tag).build();
  }

  /** Written twice rather than kept: a listing may be large. */
  private static String digest(Object body, String next) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(next.getBytes(StandardCharsets.UTF_8));
      Json.http().writeValue(new DigestOutputStream(OutputStream.nullOutputStream(), digest), body);
      return HexFormat.of().formatHex(digest.digest(), 0, TAG_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    } catch (IOException e) {
      throw new UncheckedIOException("not writable as JSON", e);
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
