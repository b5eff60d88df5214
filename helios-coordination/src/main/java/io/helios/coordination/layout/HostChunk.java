package io.helios.coordination.layout;

import io.helios.model.host.HostName;
import java.util.List;

/** Some of a rollout's hosts, those whose names fall into the same one of its chunks. */
public record HostChunk(List<HostProgress> hosts) {
  /** Hosts that a chunk is made for. */
  private static final int SIZE = 40;

  private static final int MOST = 512;

  public HostChunk {
    hosts = List.copyOf(hosts);
  }

  /** Into how many chunks a rollout over so many hosts is divided. */
  public static int chunksFor(int hosts) {
    return Math.max(1, Math.min(MOST, (hosts + SIZE - 1) / SIZE));
  }

  /** In which chunk the host stands; the same in every process. */
  public static int of(HostName host, int chunks) {
    return Math.floorMod(host.value().hashCode(), chunks);
  }
}
