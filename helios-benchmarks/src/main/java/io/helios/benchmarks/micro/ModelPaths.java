package io.helios.benchmarks.micro;

import io.helios.coordination.layout.Stored;
import io.helios.coordination.layout.StoredStatus;
import io.helios.model.job.Job;
import io.helios.model.job.JobHash;
import java.io.IOException;
import java.util.Optional;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** JSON as it stands in the tree, and the identity of jobs. */
@State(Scope.Benchmark)
public class ModelPaths {
  private final Job job = Samples.job(1);
  private final StoredStatus status = Samples.status(7);
  private final byte[] statusBytes = Stored.bytes(status);
  private final byte[] jobBytes = Stored.bytes(job);

  @Benchmark
  public byte[] writeStatus() {
    return Stored.bytes(status);
  }

  @Benchmark
  public StoredStatus readStatus() throws IOException {
    return Stored.read(statusBytes, StoredStatus.class);
  }

  @Benchmark
  public byte[] writeJob() {
    return Stored.bytes(job);
  }

  @Benchmark
  public Job readJob() throws IOException {
    return Stored.read(jobBytes, Job.class);
  }

  @Benchmark
  public Optional<String> hashJob() {
    return JobHash.of(job);
  }
}
