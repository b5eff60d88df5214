package io.helios.agent.membership;

import io.helios.agent.goals.StateFile;
import io.helios.agent.runtime.TaskLabels;
import io.helios.model.file.FileProblem;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The directory in which an agent keeps what must outlive it; one agent at a time. */
public final class StateDirectory implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(StateDirectory.class);
  private static final String HOME = "home";
  private static final int ID_BYTES = 20;
  private static final Pattern ID = Pattern.compile("[0-9a-zA-Z_.-]{1,64}");

  /**
   * One that was made here; it has a known length, so it needs no line end to be known as whole.
   */
  private static final Pattern MADE = Pattern.compile("[0-9A-F]{" + 2 * ID_BYTES + "}");

  private final Path path;
  private final FileChannel lock;
  private final Place place;
  private final boolean copied;

  private StateDirectory(Path path, FileChannel lock, Place place) throws IOException {
    this.path = path;
    this.lock = lock;
    this.place = place;
    Optional<String> home = line(file(HOME));
    this.copied = home.isPresent() && !home.get().equals(place.lasting());
    if (home.isEmpty()) {
      settle();
    }
  }

  /**
   * Makes the directory if it is missing and locks it.
   *
   * @throws StateUnusable when it cannot be made or written, or another agent uses it
   */
  public static StateDirectory open(Path path) throws StateUnusable {
    Path lockFile = path.resolve("lock");
    try {
      Files.createDirectories(path.resolve("tasks"));
      FileChannel channel =
          FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (!locked(channel)) {
        channel.close();
        throw new StateUnusable(
            "State lock file already locked: "
                + lockFile.toAbsolutePath()
                + ". Another agent uses this state directory; stop it, or give this one its own"
                + " with --state-dir");
      }
      return new StateDirectory(path, channel, Place.of(lockFile));
    } catch (IOException e) {
      throw new StateUnusable(
          "Cannot use the state directory " + path.toAbsolutePath() + ": " + FileProblem.inWords(e),
          e);
    }
  }

  private static boolean locked(FileChannel channel) throws IOException {
    try {
      @Nullable FileLock held = channel.tryLock();
      return held != null;
    } catch (OverlappingFileLockException inThisProcess) {
      return false;
    }
  }

  /** Where the directory lies. */
  public Place place() {
    return place;
  }

  /**
   * Whether it lay elsewhere when it was last used: it may be a copy, and the original may be in
   * use.
   */
  public boolean isCopied() {
    return copied;
  }

  /** From now on the directory is no copy where it lies. */
  public void settle() {
    try {
      writeLine(file(HOME), place.lasting());
    } catch (IOException e) {
      log.warn("The place of the state directory cannot be remembered: {}", e.toString());
    }
  }

  /** Where the tasks are remembered. */
  public Path tasks() {
    return path.resolve("tasks");
  }

  /** Remembers one line of text under that name. */
  public StateFile file(String name) {
    return new StateFile(path.resolve(name));
  }

  /**
   * The agent's identity: the remembered one, or the wanted one, or a new one.
   *
   * @throws StateUnusable when it can be neither read nor written
   */
  public String hostId(@Nullable String wanted) throws StateUnusable {
    StateFile file = file("id");
    try {
      Optional<String> known = known(file);
      if (known.isPresent()) {
        if (wanted != null && !wanted.equals(known.get())) {
          log.warn(
              "The state directory belongs to the agent {}; --id {} is ignored",
              known.get(),
              wanted);
        }
        return known.get();
      }
      String id = wanted == null ? newId() : wanted;
      if (!ID.matcher(id).matches()) {
        throw new StateUnusable(
            "Invalid --id: '" + id + "', only [0-9a-zA-Z_.-] are allowed, 64 at most");
      }
      writeLine(file, id);
      return id;
    } catch (IOException e) {
      throw new StateUnusable("Cannot read or write " + file + ": " + FileProblem.inWords(e), e);
    }
  }

  /**
   * An identity that can't be read must not be replaced: containers are known by it. The first half
   * of one is no identity either.
   */
  private static Optional<String> known(StateFile file) throws IOException, StateUnusable {
    Optional<byte[]> content = file.read();
    if (content.isEmpty()) {
      return Optional.empty();
    }
    String id = line(file).orElse(new String(content.get(), StandardCharsets.UTF_8));
    boolean whole = line(file).isPresent() || MADE.matcher(id).matches();
    if (!whole || !ID.matcher(id).matches()) {
      throw new StateUnusable(
          "The agent's identity in "
              + file
              + " is damaged. Write the right one there, with a line end (this host's containers"
              + " carry it as the label "
              + TaskLabels.HOST_ID
              + "), or delete the file to begin as a new agent, which leaves those containers"
              + " alone");
    }
    return Optional.of(id);
  }

  /** The file's only line without surrounding blanks; empty when its end is missing, or it is. */
  static Optional<String> line(StateFile file) throws IOException {
    return file.read()
        .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
        .filter(text -> text.endsWith("\n"))
        .map(String::strip)
        .filter(text -> !text.isEmpty());
  }

  static void writeLine(StateFile file, String line) throws IOException {
    file.write((line + "\n").getBytes(StandardCharsets.UTF_8));
  }

  private static String newId() {
    byte[] random = new byte[ID_BYTES];
    new SecureRandom().nextBytes(random);
    return HexFormat.of().withUpperCase().formatHex(random);
  }

  @Override
  public void close() {
    try {
      lock.close();
    } catch (IOException e) {
      log.debug("The lock goes with the process", e);
    }
  }
}
