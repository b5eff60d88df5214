package io.helios.agent.runtime;

/**
 * How full a disk is, in bytes.
 *
 * @param available what an ordinary user may still write
 */
public record DiskUse(long used, long available) {

  /** As {@code df} counts: what is kept back for root is neither; 0 for a disk without any size. */
  public int percent() {
    double all = (double) used + available;
    return all <= 0 ? 0 : (int) Math.ceil(used * 100.0 / all);
  }

  /** The same disk once so much of it is free again. */
  public DiskUse less(long bytes) {
    long freed = Math.min(used, bytes);
    return new DiskUse(used - freed, available + freed);
  }
}
