package io.helios.master;

import io.helios.master.event.EventStream;
import java.util.List;

/**
 * What a master has from outside itself.
 *
 * @param senders where events go, beside the audit log
 */
public record MasterOutside(List<EventStream.Way> senders) {
  /** Nothing. */
  public static final MasterOutside NONE = new MasterOutside(List.of());

  public MasterOutside {
    senders = List.copyOf(senders);
  }
}
