package io.helios.master.receipt;

/** Another request was fulfilled under that id, less than ten minutes ago. */
public final class IdUsed extends RuntimeException {
  private static final long serialVersionUID = 1L;

  IdUsed(String id) {
    super(
        "The request id "
            + id
            + " was used for another request within the last ten minutes; take a new one");
  }
}
