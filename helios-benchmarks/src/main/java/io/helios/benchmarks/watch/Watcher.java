package io.helios.benchmarks.watch;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.helios.benchmarks.wire.EventLoop;
import io.helios.benchmarks.wire.EventStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** One who watches, and remembers of each task the last change that it has heard. */
final class Watcher implements EventStream.Listener {
  private static final byte[] GENERATION = "\"generation\":".getBytes(ISO_8859_1);

  private final Subject subject;
  private final Hearing hearing;
  private final Runnable ready;
  private final int[] heard;
  private String event = "";
  private @Nullable EventStream stream;

  /**
   * @param ready called when it has been told how everything is
   */
  Watcher(Subject subject, Hearing hearing, Runnable ready) {
    this.subject = subject;
    this.hearing = hearing;
    this.ready = ready;
    int[] tasks = subject.tasks();
    this.heard = new int[tasks == null ? hearing.tasks() : tasks.length];
    Arrays.fill(heard, -1);
  }

  Subject subject() {
    return subject;
  }

  void open(EventLoop loop, String url) {
    stream = EventStream.open(loop, url, "/watch" + subject.query(), this);
  }

  @Override
  public void line(byte[] line) {
    if (startsWith(line, "data:")) {
      if (event.equals("changes")) {
        told(line, true);
      } else if (event.equals("snapshot")) {
        told(line, false);
      }
    } else if (startsWith(line, "event: ")) {
      event = new String(line, ISO_8859_1).substring("event: ".length());
      if (event.equals("synced")) {
        ready.run();
      } else if (event.equals("reset")) {
        hearing.reset();
      }
    }
  }

  private static boolean startsWith(byte[] line, String beginning) {
    return line.length >= beginning.length()
        && new String(line, 0, beginning.length(), ISO_8859_1).equals(beginning);
  }

  /** A status has its generation behind that of its deployment. */
  private void told(byte[] line, boolean asChange) {
    long now = System.nanoTime();
    int change = StatusChanges.ofGeneration(lastGeneration(line));
    if (change < 0) {
      return;
    }
    int[] tasks = subject.tasks();
    int task = hearing.task(change);
    int index = tasks == null ? task : Arrays.binarySearch(tasks, task);
    if (index < 0) {
      hearing.wrong("told of what it did not ask for: " + new String(line, ISO_8859_1));
    } else if (!asChange) {
      heard[index] = Math.max(heard[index], change);
    } else if (heard[index] >= change) {
      hearing.wrong("told again, or too late: " + new String(line, ISO_8859_1));
    } else {
      heard[index] = change;
      hearing.heard(change, now, tasks == null);
    }
  }

  private static long lastGeneration(byte[] line) {
    for (int at = line.length - GENERATION.length; at >= 0; at--) {
      if (Arrays.equals(line, at, at + GENERATION.length, GENERATION, 0, GENERATION.length)) {
        long number = 0;
        for (int i = at + GENERATION.length; line[i] >= '0' && line[i] <= '9'; i++) {
          number = 10 * number + line[i] - '0';
        }
        return number;
      }
    }
    return -1;
  }

  /** Whether it has heard the last change of each of its tasks. */
  boolean hasHeard(int[] last) {
    int[] tasks = subject.tasks();
    for (int i = 0; i < heard.length; i++) {
      if (heard[i] < last[tasks == null ? i : tasks[i]]) {
        return false;
      }
    }
    return true;
  }

  @Override
  public void ended(String why) {
    hearing.wrong("a stream has ended: " + why);
  }

  void close() {
    EventStream open = stream;
    if (open != null) {
      open.close();
    }
  }
}
