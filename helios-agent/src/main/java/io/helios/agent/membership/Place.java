package io.helios.agent.membership;

import io.helios.coordination.presence.Presence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Where a state directory lies, so that it can be told from a copy of itself.
 *
 * @param machine the same for as long as the machine is not installed anew; empty where none is
 *     known
 * @param boot another one each time the machine is started; empty where none is known
 * @param file of the directory's lock, which a copy does not share: its number in the file system
 * @param described for operators
 */
public record Place(String machine, String boot, String file, String described) {
  private static final String PLACE = "place";
  private static final String DESCRIBED = "described";

  /** The place of the directory with that lock file, on this machine. */
  static Place of(Path lockFile) throws IOException {
    Object number = Files.getAttribute(lockFile, "unix:ino");
    Path directory = lockFile.toAbsolutePath().getParent();
    String host = text(Path.of("/proc/sys/kernel/hostname"));
    return new Place(
        text(Path.of("/etc/machine-id")),
        text(Path.of("/proc/sys/kernel/random/boot_id")),
        String.valueOf(number),
        directory + (host.isEmpty() ? "" : " on " + host));
  }

  private static String text(Path file) {
    try {
      return Files.exists(file) ? Files.readString(file).strip() : "";
    } catch (IOException unknown) {
      return "";
    }
  }

  /** What stays the same for as long as the directory is not copied, moved or restored. */
  String lasting() {
    return machine + "/" + file;
  }

  /** What an agent of that identity shows of itself while it lives. */
  Presence.Card card(String hostId) {
    return new Presence.Card(hostId, Map.of(PLACE, thisBoot(), DESCRIBED, described));
  }

  /**
   * Whether what shows that card has ended for certain: it had the lock that is held here now. What
   * an agent left behind before its machine was started anew ends with its session.
   */
  boolean isLeftBehind(Presence.Card card, String hostId) {
    String there = card.details().get(PLACE);
    return card.owner().equals(hostId) && (there == null || there.equals(thisBoot()));
  }

  /** Where the agent lives that shows that card, for operators; empty when it does not say. */
  static Optional<String> described(Presence.Card card) {
    return Optional.ofNullable(card.details().get(DESCRIBED));
  }

  private String thisBoot() {
    return machine + "/" + boot + "/" + file;
  }
}
