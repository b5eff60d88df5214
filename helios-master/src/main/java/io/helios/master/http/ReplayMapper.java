package io.helios.master.http;

import io.helios.master.receipt.Replayed;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.ResponseBuilder;
import jakarta.ws.rs.ext.ExceptionMapper;

/** Gives a repeated request the answer that the first one had. */
public final class ReplayMapper implements ExceptionMapper<Replayed> {
  private final Revisions revisions;

  public ReplayMapper(Revisions revisions) {
    this.revisions = revisions;
  }

  @Override
  public Response toResponse(Replayed replayed) {
    ResponseBuilder answer =
        Response.status(replayed.receipt().status())
            .type(MediaType.APPLICATION_JSON_TYPE)
            .header(Headers.REPLAYED, true)
            .entity(replayed.receipt().answer().toString());
    revisions.token(replayed.revision()).ifPresent(it -> answer.header(Headers.REVISION, it));
    return answer.build();
  }
}
