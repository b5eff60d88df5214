package io.helios.model.job;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import org.jspecify.annotations.Nullable;

/**
 * Name, version and hash of a job, written {@code name:version:hash}. Version and hash may be
 * missing in what a user typed; {@link #isFullyQualified()} tells.
 */
public record JobId(String name, @Nullable String version, @Nullable String hash)
    implements Comparable<JobId> {
  private static final int HASH_LENGTH = 40;
  private static final int SHORT_HASH_LENGTH = 7;

  /**
   * Reads an id as it stands in a path or on a command line: one to three parts.
   *
   * @throws IllegalArgumentException when the text is empty or has more than three parts
   */
  public static JobId parse(String text) {
    // Trailing empty parts are dropped: "a:b:" is "a:b".
    int end = text.length();
    while (end > 0 && text.charAt(end - 1) == ':') {
      end--;
    }
    int first = text.indexOf(':');
    int second = first < 0 ? -1 : text.indexOf(':', first + 1);
    boolean two = first >= 0 && first < end;
    boolean three = two && second >= 0 && second < end;
    if (end == 0 || (three && text.lastIndexOf(':', end - 1) > second)) {
      throw new IllegalArgumentException("Invalid Job id: " + text);
    }
    return new JobId(
        text.substring(0, two ? first : end),
        two ? text.substring(first + 1, three ? second : end) : null,
        three ? text.substring(second + 1, end) : null);
  }

  /**
   * Reads an id as it stands in JSON: a name alone is refused there.
   *
   * @throws IllegalArgumentException when the text does not have two or three parts
   */
  @JsonCreator
  public static JobId fromString(String text) {
    JobId id = parse(text);
    if (id.version() == null) {
      throw new IllegalArgumentException("Invalid Job id: " + text);
    }
    return id;
  }

  /** All three parts are there and the hash has its 40 characters. */
  public boolean isFullyQualified() {
    return version != null && hash != null && hash.length() == HASH_LENGTH;
  }

  /** For display: the hash cut to seven characters. */
  public String toShortString() {
    if (hash == null) {
      return toString();
    }
    String cut = hash.length() > SHORT_HASH_LENGTH ? hash.substring(0, SHORT_HASH_LENGTH) : hash;
    return name + ":" + version + ":" + cut;
  }

  /** {@code name:version}, which is unique in a cluster. */
  public String nameAndVersion() {
    return name + ":" + version;
  }

  public JobId withHash(String newHash) {
    return new JobId(name, version, newHash);
  }

  @Override
  @JsonValue
  public String toString() {
    return hash == null ? name + ":" + version : name + ":" + version + ":" + hash;
  }

  @Override
  public int compareTo(JobId other) {
    int byName = name.compareTo(other.name);
    if (byName != 0) {
      return byName;
    }
    int byVersion = compare(version, other.version);
    return byVersion != 0 ? byVersion : compare(hash, other.hash);
  }

  /** What is missing comes first. */
  private static int compare(@Nullable String one, @Nullable String other) {
    if (one == null || other == null) {
      return Boolean.compare(one != null, other != null);
    }
    return one.compareTo(other);
  }
}
