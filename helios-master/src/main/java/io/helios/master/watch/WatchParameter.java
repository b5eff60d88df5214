package io.helios.master.watch;

import io.helios.master.http.Headers;
import io.helios.master.openapi.Stream;

/** What a request to watch may say. */
enum WatchParameter {
  KIND("kind", true, "Kinds of things: host, job, task, group; also separated by commas."),
  JOB("job", true, "Jobs by complete id, name:version or name, and their tasks."),
  HOST("host", true, "Hosts by name, and their tasks."),
  HOST_PATTERN(
      "hostPattern",
      false,
      "Hosts in whose names the regular expression is found, and their tasks."),
  SELECTOR("selector", true, "Hosts whose labels match all of them, and their tasks."),
  GROUP("group", false, "The deployment group, its hosts and their tasks."),
  FROM("from", false, "The id of an event behind which to go on."),
  LAST_EVENT_ID("Last-Event-ID", false, "The same; wins over it."),
  MIN_REVISION(Headers.MIN_REVISION, false, "The stream begins with at least that revision.");

  private final String key;
  private final boolean list;
  private final String means;

  WatchParameter(String key, boolean list, String means) {
    this.key = key;
    this.list = list;
    this.means = means;
  }

  /** Its name in a query, or of a header. */
  String key() {
    return key;
  }

  private boolean isHeader() {
    return this == LAST_EVENT_ID || this == MIN_REVISION;
  }

  Stream.Parameter described() {
    return new Stream.Parameter(key, isHeader(), list, means);
  }
}
