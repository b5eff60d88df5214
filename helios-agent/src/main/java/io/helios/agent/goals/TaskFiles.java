package io.helios.agent.goals;

import io.helios.agent.condition.Conditions;
import io.helios.coordination.layout.Stored;
import io.helios.model.job.JobId;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tasks on disk, one file each, so that a change costs one small file. Writing happens in the
 * background, a moment later, and the latest content wins: a deployment changes several times
 * within that moment, and its disk has better things to do. A disk that cannot be written is a
 * condition of the host and holds up nothing: what runs is known by its containers' labels.
 */
public final class TaskFiles {
  private static final Logger log = LoggerFactory.getLogger(TaskFiles.class);
  private static final String SUFFIX = ".json";
  private static final int LONGEST_NAME = 200;

  private final Path directory;
  private final Executor disk;
  private final Conditions conditions;
  private volatile boolean finished;

  // Guarded by this. An empty value stands for a file to be deleted.
  private final Map<JobId, Optional<KnownTask>> unwritten = new LinkedHashMap<>();

  private final Map<JobId, Optional<KnownTask>> failed = new LinkedHashMap<>();

  /**
   * Files in a directory, which must be there.
   *
   * @param disk carries out the writing, one job at a time, when it sees fit
   */
  public TaskFiles(Path directory, Executor disk, Conditions conditions) {
    this.directory = directory;
    this.disk = disk;
    this.conditions = conditions;
  }

  /** What was remembered. A file that cannot be read is named, set aside, and stops nothing. */
  public List<KnownTask> load() {
    List<KnownTask> tasks = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*" + SUFFIX)) {
      for (Path path : files) {
        read(new StateFile(path)).ifPresent(tasks::add);
      }
    } catch (IOException e) {
      log.warn(
          "Cannot list the tasks in {} ({}); going on with what the containers tell",
          directory,
          e.toString());
    }
    return tasks;
  }

  /** Remembers this from now on. */
  public void save(KnownTask task) {
    later(task.id(), Optional.of(task));
  }

  /** Writes again what could not be written, such as after a full disk was cleared. */
  public void tryAgain() {
    Map<JobId, Optional<KnownTask>> again;
    synchronized (this) {
      again = new LinkedHashMap<>(failed);
      failed.clear();
      again.keySet().removeAll(unwritten.keySet());
    }
    again.forEach(this::later);
  }

  /**
   * Writes what is waiting, on the caller's thread, and from now on everything at once. To be
   * called when nothing is carried out in the background any more.
   */
  public void finish() {
    finished = true;
    writeAll();
  }

  /** Remembers nothing of it any more. */
  public void forget(JobId task) {
    later(task, Optional.empty());
  }

  private static Optional<KnownTask> read(StateFile file) {
    try {
      KnownTask task = Stored.read(file.read().orElse(new byte[0]), KnownTask.class);
      if (!task.isComplete()) {
        throw new IOException("its job or goal is missing");
      }
      return Optional.of(task);
    } catch (IOException | RuntimeException e) {
      log.warn(
          "The task file {} cannot be read ({}); its containers are known by their labels, and its"
              + " goal is read from the cluster again",
          file,
          firstLine(e));
      try {
        log.warn("The unreadable task file was kept as {}", file.setAside());
      } catch (IOException stays) {
        log.warn("The unreadable task file {} cannot be set aside: {}", file, stays.toString());
      }
      return Optional.empty();
    }
  }

  private void later(JobId task, Optional<KnownTask> content) {
    boolean idle;
    synchronized (this) {
      idle = unwritten.isEmpty();
      unwritten.put(task, content);
    }
    if (finished) {
      writeAll();
    } else if (idle) {
      disk.execute(this::writeAll);
    }
  }

  private void writeAll() {
    Optional<JobId> next = next();
    while (next.isPresent()) {
      JobId task = next.get();
      Optional<KnownTask> content;
      synchronized (this) {
        content = unwritten.getOrDefault(task, Optional.empty());
        failed.remove(task);
      }
      boolean written = write(task, content);
      synchronized (this) {
        if (unwritten.remove(task, content) && !written) {
          failed.put(task, content);
        }
      }
      next = next();
    }
  }

  private synchronized Optional<JobId> next() {
    return unwritten.keySet().stream().findFirst();
  }

  private boolean write(JobId task, Optional<KnownTask> content) {
    StateFile file = new StateFile(directory.resolve(name(task) + SUFFIX));
    try {
      if (content.isPresent()) {
        file.write(Stored.bytes(content.get()));
      } else {
        file.delete();
      }
      conditions.end(Conditions.DISK);
      return true;
    } catch (IOException e) {
      conditions.begin(
          Conditions.DISK,
          "cannot write in the state directory "
              + directory
              + " ("
              + e
              + "); going on from memory. Free some space or repair the directory");
      return false;
    }
  }

  private static String name(JobId task) {
    String id = task.toString();
    return id.length() <= LONGEST_NAME ? id : String.valueOf(task.hash());
  }

  private static String firstLine(Exception e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse(e.getClass().getSimpleName());
  }
}
