package io.helios.master.event;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened. Holds no tokens and no environment of jobs.
 *
 * @param at by this master's clock
 * @param type what happened, such as {@code jobs.create} or {@code cleanup.dead-agent}
 * @param user who did it, self-declared by the client; a part of the master where it was that
 * @param from the client's address; null where it was no request
 * @param about names of what it happened to, by kind: {@code job}, {@code host}, {@code group}
 * @param reason why, or why not; null where there is nothing to say
 * @param code HTTP status of the answer; null where it was no request
 * @param requestId given by the client
 * @param message for a topic that consumers of the predecessor's events read; null for most
 */
public record Event(
    Instant at,
    String type,
    @Nullable String user,
    @Nullable String from,
    Map<String, String> about,
    Outcome outcome,
    @Nullable String reason,
    @Nullable Integer code,
    @Nullable String requestId,
    @Nullable Message message) {
  public Event {
    about = new TreeMap<>(about);
  }

  /** How it ended. */
  public enum Outcome {
    DONE,
    /** Not done, by decision: the request was wrong or not allowed. */
    REFUSED,
    /** Not done, although it should have been. */
    FAILED
  }

  /**
   * What goes to a topic of its own.
   *
   * @param payload JSON object, as the predecessor's consumers know it
   */
  public record Message(String topic, Map<String, Object> payload) {}

  /** An event that went well, of which only the least is known. */
  public static Event by(Instant at, String type, @Nullable String user) {
    return new Event(at, type, user, null, Map.of(), Outcome.DONE, null, null, null, null);
  }

  public Event about(Map<String, String> names) {
    return new Event(at, type, user, from, names, outcome, reason, code, requestId, message);
  }

  public Event ended(Outcome how) {
    return new Event(at, type, user, from, about, how, reason, code, requestId, message);
  }

  public Event because(@Nullable String why) {
    return new Event(at, type, user, from, about, outcome, why, code, requestId, message);
  }

  public Event request(@Nullable String address, int status, @Nullable String id) {
    return new Event(at, type, user, address, about, outcome, reason, status, id, message);
  }

  public Event carrying(Message other) {
    return new Event(at, type, user, from, about, outcome, reason, code, requestId, other);
  }

  /**
   * As it stands in the audit log and goes to senders.
   *
   * @param master that tells it
   */
  Map<String, Object> json(String master) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("timestamp", at.toEpochMilli());
    json.put("time", at.toString());
    json.put("master", master);
    json.put("type", type);
    json.put("outcome", outcome.name());
    put(json, "user", user);
    put(json, "from", from);
    json.put("about", about);
    put(json, "code", code);
    put(json, "reason", reason);
    put(json, "requestId", requestId);
    Message carried = message;
    if (carried != null) {
      put(json, "message", carried.payload());
    }
    return json;
  }

  private static void put(Map<String, Object> json, String name, @Nullable Object value) {
    if (value != null) {
      json.put(name, value);
    }
  }
}
