package io.helios.master.http;

import jakarta.ws.rs.ClientErrorException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** No request is larger than it may be, whatever it said about its length and however packed. */
public final class BodyLimit implements ContainerRequestFilter {
  /** Enough for 50,000 job ids or host names. */
  public static final int LIMIT_BYTES = 4 * 1024 * 1024;

  @Override
  public void filter(ContainerRequestContext request) {
    if (request.getLength() > LIMIT_BYTES) {
      request.abortWith(tooLarge());
    } else if (hasEntity(request)) {
      request.setEntityStream(new Limited(request.getEntityStream()));
    }
  }

  /** Looks into the body, which may end or break at once. */
  private static boolean hasEntity(ContainerRequestContext request) {
    try {
      return request.hasEntity();
    } catch (RuntimeException e) {
      throw unreadable(e);
    }
  }

  private static BadRequest unreadable(Exception e) {
    @Nullable Throwable cause = e;
    while (cause != null && !(cause instanceof IOException)) {
      cause = cause.getCause();
    }
    if (cause == null && e instanceof RuntimeException other) {
      throw other;
    }
    return new BadRequest("The body cannot be read: " + (cause == null ? e : cause).getMessage());
  }

  private static Response tooLarge() {
    return Response.status(Response.Status.REQUEST_ENTITY_TOO_LARGE)
        .type(MediaType.APPLICATION_JSON_TYPE)
        .entity(new Message("The body is larger than " + LIMIT_BYTES + " bytes"))
        .build();
  }

  @FunctionalInterface
  private interface Reading {
    int read() throws IOException;
  }

  private static final class Limited extends FilterInputStream {
    private long left = LIMIT_BYTES;

    Limited(InputStream in) {
      super(in);
    }

    @Override
    public int read() {
      int read = readable(super::read);
      count(read < 0 ? 0 : 1);
      return read;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
      int read = readable(() -> super.read(buffer, offset, length));
      count(Math.max(0, read));
      return read;
    }

    private static int readable(Reading reading) {
      try {
        return reading.read();
      } catch (IOException | RuntimeException e) {
        throw unreadable(e);
      }
    }

    private void count(int read) {
      left -= read;
      if (left < 0) {
        throw new ClientErrorException(tooLarge());
      }
    }
  }
}
