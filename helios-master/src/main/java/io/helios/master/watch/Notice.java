package io.helios.master.watch;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import io.helios.model.json.Json;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** What is told about the stream itself. */
sealed interface Notice {
  /** Name of the event. */
  String event();

  /** Forget everything: all is told anew. */
  record Reset(String reason) implements Notice {
    @Override
    public String event() {
      return "reset";
    }
  }

  /**
   * The snapshot is complete.
   *
   * @param revision as a token
   */
  record Synced(String revision) implements Notice {
    @Override
    public String event() {
      return "synced";
    }
  }

  /**
   * The master has lost ZooKeeper.
   *
   * @param since epoch milliseconds
   */
  record Stale(long since) implements Notice {
    @Override
    public String event() {
      return "stale";
    }
  }

  /** The master has found ZooKeeper again. */
  @JsonAutoDetect // Nothing to tell is no mistake.
  record Live() implements Notice {
    @Override
    public String event() {
      return "live";
    }
  }

  /**
   * As it stands in the stream.
   *
   * @param id a line of the event that changes the reader's place; null for none
   */
  default byte[] text(@Nullable String id) {
    String data = new String(Json.bytes(this), StandardCharsets.UTF_8);
    String line = id == null ? "" : id + "\n";
    return ("event: " + event() + "\n" + line + "data: " + data + "\n\n")
        .getBytes(StandardCharsets.UTF_8);
  }
}
