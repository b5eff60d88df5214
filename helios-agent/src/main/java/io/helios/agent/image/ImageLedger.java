package io.helios.agent.image;

import io.helios.agent.goals.StateFile;
import io.helios.coordination.layout.Stored;
import java.io.IOException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which images the agent has fetched or used, on disk. An image that is not in here is somebody
 * else's; so a lost or damaged file only means that fewer are removed. For one thread.
 */
final class ImageLedger {
  private static final Logger log = LoggerFactory.getLogger(ImageLedger.class);

  private final StateFile file;
  private final Map<String, ImageUse> known = new HashMap<>();
  private Map<String, ImageUse> saved = Map.of();

  /** How they stand in the file; times are epoch milliseconds. */
  private record Remembered(Map<String, Entry> images) {}

  private record Entry(List<String> names, long lastUsed) {}

  /** With what an earlier life of the agent has left in the file. */
  ImageLedger(StateFile file) {
    this.file = file;
    try {
      var content = file.read();
      if (content.isPresent()) {
        Stored.read(content.get(), Remembered.class)
            .images()
            .forEach(
                (id, entry) ->
                    known.put(
                        id,
                        new ImageUse(
                            Set.copyOf(entry.names()), Instant.ofEpochMilli(entry.lastUsed()))));
      }
    } catch (IOException | RuntimeException e) {
      known.clear();
      log.warn(
          "The file {} cannot be read ({}); images that were used before are not removed",
          file,
          String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
    }
    saved = Map.copyOf(known);
  }

  Map<String, ImageUse> known() {
    return Map.copyOf(known);
  }

  /** A job here asked for it by that name and got it. */
  void used(String id, String name, Instant now) {
    Set<String> names = new HashSet<>(Set.of(EngineName.of(name)));
    ImageUse before = known.get(id);
    if (before != null) {
      names.addAll(before.names());
    }
    known.put(id, new ImageUse(names, now));
  }

  /** These are of use now, if they are known at all. */
  void inUse(Collection<String> ids, Instant now) {
    ids.forEach(id -> known.computeIfPresent(id, (same, use) -> new ImageUse(use.names(), now)));
  }

  /**
   * Only these are on the host, and all are remembered on disk from now on. Times that lie ahead
   * were taken before the clock was set back: they count from now.
   */
  void settle(Collection<String> there, Instant now) {
    known.keySet().retainAll(Set.copyOf(there));
    known.replaceAll((id, use) -> use.last().isAfter(now) ? new ImageUse(use.names(), now) : use);
    if (known.equals(saved)) {
      return;
    }
    Map<String, Entry> images = new TreeMap<>();
    known.forEach(
        (id, use) ->
            images.put(
                id, new Entry(List.copyOf(new TreeSet<>(use.names())), use.last().toEpochMilli())));
    try {
      file.write(Stored.bytes(new Remembered(images)));
      saved = Map.copyOf(known);
    } catch (IOException e) {
      log.debug("The images cannot be remembered in {}, to be tried again", file, e);
    }
  }
}
