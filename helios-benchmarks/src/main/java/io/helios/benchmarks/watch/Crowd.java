package io.helios.benchmarks.watch;

import io.helios.benchmarks.cluster.Pause;
import io.helios.benchmarks.cluster.SyntheticCluster;
import io.helios.benchmarks.wire.EventLoop;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** Watchers of one master, all on one thread. */
public final class Crowd implements AutoCloseable {
  private static final Duration GLANCE = Duration.ofMillis(20);

  private final EventLoop loop;
  private final StatusChanges changes;
  private final int[] last;
  private final Hearing hearing;
  private final List<Watcher> watchers = new ArrayList<>();
  private final AtomicInteger ready = new AtomicInteger();

  /**
   * Nobody watches yet.
   *
   * @param warmUp so many changes do not count
   */
  public Crowd(EventLoop loop, SyntheticCluster cluster, StatusChanges changes, int warmUp) {
    this.loop = loop;
    this.changes = changes;
    this.last = changes.lastOfTasks();
    this.hearing = new Hearing(changes, cluster.hosts() * cluster.tasks(), warmUp);
  }

  /**
   * Opens a connection for each.
   *
   * @param everything so many percent of them watch everything; of the others half a host with its
   *     tasks, half a job's tasks
   */
  public void open(String url, SyntheticCluster cluster, int count, int everything) {
    int ofAll = (int) Math.round(count * everything / 100.0);
    for (int i = 0; i < ofAll; i++) {
      add(url, Subject.EVERYTHING);
    }
    int others = count - ofAll;
    for (int i = 0; i < others; i++) {
      // Spread over all of them; several watch the same where there are fewer.
      int number = i / 2;
      int half = (others + 1) / 2;
      add(
          url,
          i % 2 == 0
              ? Subject.host(cluster, spread(number, half, cluster.hosts()))
              : Subject.job(cluster, spread(number, half, cluster.jobs())));
    }
  }

  private static int spread(int number, int of, int over) {
    return of <= over ? (int) ((long) number * over / of) : number % over;
  }

  private void add(String url, Subject subject) {
    Watcher watcher = new Watcher(subject, hearing, ready::incrementAndGet);
    watchers.add(watcher);
    watcher.open(loop, url);
  }

  /** How many have heard how everything is. */
  public int ready() {
    return ready.get();
  }

  /** How many of the changes that count were to be heard, if nobody skips any. */
  public long expected(int warmUp) {
    int[] watching = new int[last.length];
    int everything = 0;
    for (Watcher watcher : watchers) {
      int[] tasks = watcher.subject().tasks();
      if (tasks == null) {
        everything++;
      } else {
        for (int task : tasks) {
          watching[task]++;
        }
      }
    }
    long sum = 0;
    for (int change = warmUp; change < changes.count(); change++) {
      sum += everything + watching[changes.task(change)];
    }
    return sum;
  }

  /**
   * Waits until each has heard the last change of each task that it watches.
   *
   * @throws IOException when they have not after that time
   */
  public void awaitLast(Duration limit) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    for (long missing = missing(); missing > 0; missing = missing()) {
      hearing.check();
      if (System.nanoTime() > deadline) {
        throw new IOException(missing + " watchers have not heard all last states after " + limit);
      }
      Pause.of(GLANCE);
    }
  }

  /** How many have not heard some last change yet. */
  private long missing() throws InterruptedException {
    long[] count = new long[1];
    onLoop(() -> count[0] = watchers.stream().filter(it -> !it.hasHeard(last)).count());
    return count[0];
  }

  /** What they have heard; only when all is over. */
  public Hearing hearing() throws InterruptedException {
    onLoop(() -> {});
    return hearing;
  }

  private void onLoop(Runnable task) throws InterruptedException {
    CountDownLatch over = new CountDownLatch(1);
    loop.execute(
        () -> {
          task.run();
          over.countDown();
        });
    over.await();
  }

  @Override
  public void close() {
    watchers.forEach(Watcher::close);
  }
}
