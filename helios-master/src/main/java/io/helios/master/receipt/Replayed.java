package io.helios.master.receipt;

import io.helios.coordination.layout.StoredReceipt;

/** The request was fulfilled before; this is what it was answered. */
public final class Replayed extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient StoredReceipt receipt;
  private final long revision;

  Replayed(StoredReceipt receipt, long revision) {
    super("the request was fulfilled before");
    this.receipt = receipt;
    this.revision = revision;
  }

  public StoredReceipt receipt() {
    return receipt;
  }

  /** Of the write that fulfilled it. */
  public long revision() {
    return revision;
  }
}
