package io.helios.master.http;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import io.helios.model.job.Job;
import io.helios.model.json.Json;
import java.io.IOException;
import java.util.IdentityHashMap;
import java.util.Map;

/**
 * Writes the same jobs over and over: every status holds its whole job, which is most of its JSON.
 * Within one answer each job is turned into text once; what comes out is what {@link Json#http()}
 * writes.
 */
final class JobsOnce extends StdSerializer<Job> {
  private static final long serialVersionUID = 1;

  /** More are written without being kept: old agents' statuses bring a copy of the job each. */
  private static final int MOST_KEPT = 10_000;

  private static final Object KEPT = "jobs written";

  private static final ObjectWriter WRITER =
      Json.http()
          .copy()
          .registerModule(new SimpleModule("jobs-once").addSerializer(new JobsOnce()))
          .writer();

  private JobsOnce() {
    super(Job.class);
  }

  /** A writer for one answer, for one thread. */
  static ObjectWriter forOneAnswer() {
    return WRITER.withAttribute(KEPT, new IdentityHashMap<Job, SerializedString>());
  }

  @Override
  public void serialize(Job job, JsonGenerator json, SerializerProvider provider)
      throws IOException {
    @SuppressWarnings("unchecked") // forOneAnswer() put it there.
    Map<Job, SerializedString> kept = (Map<Job, SerializedString>) provider.getAttribute(KEPT);
    SerializedString text = kept.get(job);
    if (text == null) {
      text = new SerializedString(Json.http().writeValueAsString(job));
      if (kept.size() < MOST_KEPT) {
        kept.put(job, text);
      }
    }
    json.writeRawValue(text);
  }
}
