package io.helios.master.http;

import io.helios.model.job.JobId;
import jakarta.ws.rs.NotFoundException;

/** Job ids as they stand in paths. */
public final class PathIds {
  private PathIds() {}

  /**
   * One to three parts.
   *
   * @throws NotFoundException when the text is no id at all
   */
  public static JobId job(String text) {
    try {
      return JobId.parse(text);
    } catch (IllegalArgumentException e) {
      throw new NotFoundException(e);
    }
  }
}
