package io.helios.master.http;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import io.helios.model.job.Job;
import java.io.IOException;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Writes the same jobs over and over: every status holds its whole job, which is most of its JSON,
 * and jobs never change. Each is turned into text once; the text goes with the job.
 */
final class JobTexts extends JsonSerializer<Job> {
  private final Encoder encoder;
  private final long mostBytes;
  private final ConcurrentMap<Object, WrittenJson> texts = new ConcurrentHashMap<>();
  private final ReferenceQueue<Job> forgotten = new ReferenceQueue<>();
  private final AtomicLong bytes = new AtomicLong();

  /** Turns a job into JSON, UTF-8. */
  interface Encoder {
    byte[] encode(Job job) throws IOException;
  }

  /**
   * @param mostBytes of texts; what comes when there are so many is written without being kept
   */
  JobTexts(Encoder encoder, long mostBytes) {
    this.encoder = encoder;
    this.mostBytes = mostBytes;
  }

  @Override
  public void serialize(Job job, JsonGenerator json, SerializerProvider provider)
      throws IOException {
    json.writeRawValue(text(job));
  }

  private WrittenJson text(Job job) throws IOException {
    WrittenJson known = texts.get(new Asked(job));
    if (known != null) {
      return known;
    }
    WrittenJson text = new WrittenJson(encoder.encode(job));
    dropForgotten();
    if (bytes.get() + text.length() <= mostBytes
        && texts.putIfAbsent(new Kept(job, forgotten), text) == null) {
      bytes.addAndGet(text.length());
    }
    return text;
  }

  private void dropForgotten() {
    for (Reference<? extends Job> gone = forgotten.poll(); gone != null; gone = forgotten.poll()) {
      WrittenJson text = texts.remove(gone);
      if (text != null) {
        bytes.addAndGet(-text.length());
      }
    }
  }

  /** Length of all texts that are kept. */
  long bytes() {
    dropForgotten();
    return bytes.get();
  }

  /**
   * That very job, which it does not keep alive. Jobs that are equal are not compared: it is dear.
   */
  private static final class Kept extends WeakReference<Job> {
    private final int hash;

    Kept(Job job, ReferenceQueue<Job> queue) {
      super(job, queue);
      this.hash = System.identityHashCode(job);
    }

    @Override
    public boolean equals(@Nullable Object other) {
      Job job = get();
      return this == other || (job != null && other instanceof Kept kept && kept.refersTo(job));
    }

    @Override
    public int hashCode() {
      return hash;
    }
  }

  /** The same for looking it up, without a reference for the garbage collector to care for. */
  private static final class Asked {
    private final Job job;

    Asked(Job job) {
      this.job = job;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Kept kept && kept.refersTo(job);
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(job);
    }
  }
}
