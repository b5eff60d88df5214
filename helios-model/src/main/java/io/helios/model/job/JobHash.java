package io.helios.model.job;

import io.helios.model.json.DateText;
import io.helios.model.json.Json;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The identity of a job's content: SHA-1 over name, version and the content's canonical JSON.
 * {@code created} and {@code creatingUser} are not part of it; the order of capabilities is.
 *
 * <p>Published clients disagree on details, depending on the JSON library they run with. Hashes are
 * made in one dialect and recognised in all; the hash of a stored job is never computed again.
 */
public final class JobHash {
  private JobHash() {}

  /**
   * The job with a complete id. A hash it already has is kept as it is, right or wrong; without
   * name or version no hash can be made and the job comes back unchanged.
   */
  @SuppressWarnings("ConstantValue") // A job that was read from JSON may lack its id.
  public static Job identify(Job job) {
    if (job.id() == null || (job.id().hash() != null && !job.id().hash().isEmpty())) {
      return job;
    }
    return of(job).map(hash -> job.toBuilder().setId(job.id().withHash(hash)).build()).orElse(job);
  }

  /** The hash of the job's content, whatever its id says; empty without name or version. */
  public static Optional<String> of(Job job) {
    return hash(job, Dialect.OURS);
  }

  /** Whether the hash in the job's id is the one that some published client computes for it. */
  @SuppressWarnings("ConstantValue") // A job that was read from JSON may lack its id.
  public static boolean matches(Job job) {
    String given = job.id() == null ? null : job.id().hash();
    if (given == null) {
      return false;
    }
    return Dialect.ALL.stream()
        .anyMatch(dialect -> hash(job, dialect).filter(given::equals).isPresent());
  }

  static String canonical(Job job, Dialect dialect) {
    return Json.text(new CanonicalContent(dialect).of(job));
  }

  @SuppressWarnings("ConstantValue") // A job that was read from JSON may lack its id.
  private static Optional<String> hash(Job job, Dialect dialect) {
    JobId id = job.id();
    if (id == null || id.name() == null || id.version() == null) {
      return Optional.empty();
    }
    return Optional.of(sha1(id.nameAndVersion() + ":" + sha1(canonical(job, dialect))));
  }

  private static String sha1(String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-1");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java lacks SHA-1, which every Java must have", e);
    }
  }

  /**
   * What clients disagree on.
   *
   * @param keepsZeros whether numeric properties that are 0 are written
   * @param keepsEmptyEntries whether map entries without content are written
   * @param colonInOffset {@code +00:00} instead of {@code +0000} in dates
   */
  record Dialect(boolean keepsZeros, boolean keepsEmptyEntries, boolean colonInOffset) {
    static final Dialect OURS = new Dialect(true, true, false);
    static final List<Dialect> ALL =
        List.of(
            OURS,
            new Dialect(false, true, false),
            new Dialect(true, false, false),
            new Dialect(true, false, true),
            new Dialect(true, true, true),
            new Dialect(false, true, true),
            new Dialect(false, false, false),
            new Dialect(false, false, true));

    String date(Instant date) {
      String text = DateText.format(date);
      return colonInOffset ? text.replace("+0000", "+00:00") : text;
    }

    /** Whether a property of an object is left out. */
    boolean omits(Object value) {
      return isEmpty(value) || (!keepsZeros && value instanceof Number n && n.longValue() == 0);
    }

    /** Whether an entry of a map is left out. */
    boolean omitsEntry(Object value) {
      return !keepsEmptyEntries && isEmpty(value);
    }

    private static boolean isEmpty(Object value) {
      return value.equals("")
          || (value instanceof List<?> list && list.isEmpty())
          || (value instanceof Map<?, ?> map && map.isEmpty());
    }
  }
}
