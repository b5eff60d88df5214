package io.helios.master.http;

/** A body was expected and none came. */
public final class MissingBody extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public MissingBody() {
    super("the request has no body");
  }
}
