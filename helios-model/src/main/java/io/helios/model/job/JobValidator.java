package io.helios.model.job;

/** Which rules a job breaks. */
public final class JobValidator {
  private JobValidator() {}
}
