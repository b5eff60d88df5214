package io.helios.master.http;

/** What the client sent cannot be understood; the message says what and where. */
public final class BadRequest extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public BadRequest(String message) {
    super(message);
  }
}
