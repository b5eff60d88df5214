package io.helios.master.http;

import io.helios.master.commit.Outcome;
import io.helios.master.receipt.Receipts;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.ResponseBuilder;
import org.jspecify.annotations.Nullable;

/** Answers in the shapes that the published clients know. */
public final class Answers {
  private final Revisions revisions;
  private final Receipts receipts;

  public Answers(Revisions revisions, Receipts receipts) {
    this.revisions = revisions;
    this.receipts = receipts;
  }

  /**
   * What will be answered if the request is granted: it is kept with the write for whoever repeats
   * the request. To be said before anything is committed.
   */
  public void promise(int status, Object body) {
    receipts.promise(status, body);
  }

  /** JSON with the revision of what was done, which the own view may not have reached yet. */
  public Response of(int status, Object body, Outcome<?> outcome) {
    ResponseBuilder answer =
        Response.status(status).type(MediaType.APPLICATION_JSON_TYPE).entity(body);
    revisions.token(outcome.revision()).ifPresent(it -> answer.header(Headers.REVISION, it));
    return answer.build();
  }

  /** No body, although it is called JSON, with the revision of what was done. */
  public Response nothing(int status, Outcome<?> outcome) {
    ResponseBuilder answer = Response.status(status).type(MediaType.APPLICATION_JSON_TYPE);
    revisions.token(outcome.revision()).ifPresent(it -> answer.header(Headers.REVISION, it));
    return answer.build();
  }

  public static Response json(int status, Object body) {
    return Response.status(status).type(MediaType.APPLICATION_JSON_TYPE).entity(body).build();
  }

  /** Text that is called JSON but is none: the predecessor's answer to ids that are too short. */
  public static Response bare(String text) {
    return Response.status(400).type(MediaType.APPLICATION_JSON_TYPE).entity(text).build();
  }

  /** The value as JSON, or 404 without a body. */
  public static Response found(@Nullable Object value) {
    return value == null ? Response.status(404).build() : json(200, value);
  }
}
