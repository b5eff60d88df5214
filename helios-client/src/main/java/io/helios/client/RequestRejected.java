package io.helios.client;

/** A master answered with a status that this request does not expect. */
public final class RequestRejected extends HeliosException {
  private final int status;

  RequestRejected(int status, String message) {
    super(message, null);
    this.status = status;
  }

  /** The HTTP status. */
  public int status() {
    return status;
  }
}
