package io.helios.master.http;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Works out the tag of what is written, and keeps that unless it is large: a listing may be of a
 * whole cluster, and is then rather written twice.
 */
final class TaggedOutput extends OutputStream {
  private static final int TAG_BYTES = 12;
  private static final int LARGE = 1 << 20;

  private final MessageDigest digest;
  private @Nullable ByteArrayOutputStream written = new ByteArrayOutputStream();

  /**
   * @param seed what the tag depends on besides
   */
  TaggedOutput(String seed) {
    try {
      this.digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
    digest.update(seed.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void write(int b) {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    digest.update(bytes, offset, length);
    if (written != null && written.size() + length > LARGE) {
      written = null;
    } else if (written != null) {
      written.write(bytes, offset, length);
    }
  }

  /** Of all that was written; to be asked once. */
  String tag() {
    return HexFormat.of().formatHex(digest.digest(), 0, TAG_BYTES);
  }

  /** All that was written; empty when it was too much. */
  Optional<byte[]> written() {
    return Optional.ofNullable(written).map(ByteArrayOutputStream::toByteArray);
  }
}
