package io.helios.master;

/** The master could not start; the message is for the operator. */
public final class MasterFailed extends Exception {
  private static final long serialVersionUID = 1L;

  MasterFailed(String message, Throwable cause) {
    super(message, cause);
  }
}
