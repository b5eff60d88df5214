package io.helios.master.http;

/** Names of our headers. */
public final class Headers {
  public static final String VERSION = "Helios-Version";
  public static final String SERVER_VERSION = "Helios-Server-Version";
  public static final String VERSION_STATUS = "Helios-Version-Status";

  /** Token of how far the view behind an answer had come. */
  public static final String REVISION = "Helios-Revision";

  /** Token that an answer must have reached. */
  public static final String MIN_REVISION = "Helios-Min-Revision";

  /** Seconds since when the view behind an answer may be old. */
  public static final String STALE = "Helios-Stale";

  /** A client's own name for a write, the same when it repeats it. */
  public static final String REQUEST_ID = "Helios-Request-Id";

  /** On an answer that was given before, to the same request with the same id. */
  public static final String REPLAYED = "Helios-Request-Replayed";

  /** Where the next part of a listing begins; absent on the last. */
  public static final String NEXT_PAGE = "Helios-Next-Page";

  private Headers() {}
}
