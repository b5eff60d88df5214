package io.helios.model.job;

/** The identity of a job's content. */
public final class JobHash {
  private JobHash() {}
}
