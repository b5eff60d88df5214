package io.helios.client.transport;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** Undoes the one content encoding that is asked for. */
final class Gzip {
  private Gzip() {}

  static byte[] decode(@Nullable String contentEncoding, byte[] body) throws IOException {
    if (contentEncoding == null
        || body.length == 0
        || !contentEncoding.toLowerCase(Locale.ROOT).equals("gzip")) {
      return body;
    }
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(body))) {
      return in.readAllBytes();
    }
  }
}
