package io.helios.coordination.layout;

import io.helios.model.job.JobId;
import io.helios.model.json.Contents;
import org.jspecify.annotations.Nullable;

/** Who holds a static port of a host, and on which address (null: all). */
public record PortReservation(JobId job, @Nullable String ip) {
  public PortReservation {
    Contents.required("job of a port reservation", job);
  }
}
