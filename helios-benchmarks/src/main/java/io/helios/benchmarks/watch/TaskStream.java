package io.helios.benchmarks.watch;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.helios.benchmarks.wire.EventLoop;
import io.helios.benchmarks.wire.EventStream;
import io.helios.model.job.JobId;
import io.helios.model.watch.Watched;
import io.helios.model.watch.Watched.OfTask;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Hears how the tasks of one host are, as whoever deploys there and waits does. */
public final class TaskStream implements AutoCloseable, EventStream.Listener {
  private static final String DATA = "data: {\"kind\":\"task\"";

  private final Map<JobId, OfTask> tasks = new HashMap<>();
  private final EventStream stream;
  private @Nullable String failure;

  private TaskStream(EventLoop loop, String url, String host) {
    stream = EventStream.open(loop, url, "/watch?kind=task&host=" + host, this);
  }

  /** Begins to listen at that master. */
  public static TaskStream open(EventLoop loop, String url, String host) {
    return new TaskStream(loop, url, host);
  }

  /**
   * Returns as soon as the task was heard to be so.
   *
   * @throws IOException when the time was up first, or the stream has ended
   */
  public synchronized void await(JobId job, Predicate<OfTask> wanted, Duration limit)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    while (true) {
      @Nullable OfTask now = tasks.get(job);
      if (now != null && wanted.test(now)) {
        return;
      }
      long left = deadline - System.nanoTime();
      if (failure != null || left <= 0) {
        throw new IOException("waited in vain for " + job + ": " + failure + ", it is " + now);
      }
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
  }

  @Override
  public synchronized void line(byte[] line) {
    String text = new String(line, UTF_8);
    if (text.startsWith(DATA)) {
      try {
        Watched.read(text.substring("data: ".length())).ifPresent(this::told);
      } catch (IOException e) {
        ended(e.toString());
      }
    }
  }

  private void told(Watched watched) {
    if (watched instanceof OfTask task) {
      tasks.put(task.job(), task);
      notifyAll();
    }
  }

  @Override
  public synchronized void ended(String why) {
    failure = why;
    notifyAll();
  }

  @Override
  public void close() {
    stream.close();
  }
}
