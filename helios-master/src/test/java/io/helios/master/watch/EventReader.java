package io.helios.master.watch;

import com.fasterxml.jackson.databind.JsonNode;
import io.helios.model.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Accumulates what a stream tells, as any client would, and remembers where it told it wrongly. */
public final class EventReader {
  private final Map<String, JsonNode> known = new TreeMap<>();
  private final List<String> mistakes = new ArrayList<>();
  private final List<String> names = new ArrayList<>();
  private final List<Told> told = new ArrayList<>();
  private String lastId = "";
  private boolean synced;

  /** A line of data, and the event to which it belongs. */
  public record Told(String event, String data) {}

  /** One or more whole events. */
  public synchronized void read(byte[] events) {
    for (String event : new String(events, StandardCharsets.UTF_8).split("\n\n")) {
      one(event);
    }
  }

  private void one(String event) {
    String name = "";
    List<String> data = new ArrayList<>();
    String id = lastId;
    for (String line : event.split("\n")) {
      if (line.startsWith("event: ")) {
        name = line.substring("event: ".length());
      } else if (line.startsWith("data: ")) {
        data.add(line.substring("data: ".length()));
      } else if (line.equals("id")) {
        id = "";
      } else if (line.startsWith("id: ")) {
        id = line.substring("id: ".length());
      }
    }
    lastId = id;
    if (name.isEmpty()) {
      return;
    }
    names.add(name);
    for (String line : data) {
      told.add(new Told(name, line));
    }
    switch (name) {
      case "reset" -> {
        known.clear();
        synced = false;
      }
      case "synced" -> synced = true;
      case "snapshot", "changes" -> data.forEach(this::learn);
      default -> {}
    }
  }

  private void learn(String line) {
    try {
      JsonNode thing = Json.tree().readTree(line);
      String key =
          thing.path("kind").asText()
              + " "
              + thing.path("host").asText("")
              + " "
              + thing.path("job").asText("")
              + (thing.has("group") ? " " + thing.path("group").asText() : "");
      JsonNode old = thing.path("gone").asBoolean() ? known.remove(key) : known.put(key, thing);
      // What came and went again in between may be told as gone, or as it was before.
      if (isUnique(thing) && thing.equals(old)) {
        mistakes.add("told twice: " + line);
      }
    } catch (java.io.IOException e) {
      mistakes.add("no JSON: " + line);
    }
  }

  /**
   * Tests give each status a generation, and each set of labels a number, of their own. Of a report
   * each master tells when it has read it, be it the same.
   */
  private static boolean isUnique(JsonNode thing) {
    return (thing.path("labels").has("n") && !thing.has("hostInfo"))
        || thing.path("status").has("generation");
  }

  public synchronized Map<String, JsonNode> known() {
    return new TreeMap<>(known);
  }

  public synchronized List<String> mistakes() {
    return List.copyOf(mistakes);
  }

  public synchronized List<String> names() {
    return List.copyOf(names);
  }

  /** Every line of data so far. */
  public synchronized List<Told> told() {
    return List.copyOf(told);
  }

  public synchronized String lastId() {
    return lastId;
  }

  /** Whether a snapshot is complete, or none was needed. */
  public synchronized boolean isSynced() {
    return synced;
  }
}
