package io.helios.master.http;

import io.helios.master.commit.Unavailable;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Everything else that goes wrong, in the predecessor's shapes. */
public final class FailureMapper implements ExceptionMapper<Throwable> {
  private static final Logger log = LoggerFactory.getLogger(FailureMapper.class);

  @Override
  public Response toResponse(Throwable failure) {
    if (failure instanceof BadRequest) {
      return Answers.json(400, new Message(String.valueOf(failure.getMessage())));
    } else if (failure instanceof MissingBody) {
      return Answers.json(422, Map.of("errors", List.of()));
    } else if (failure instanceof WebApplicationException web
        && web.getResponse().getStatus() < 500) {
      return framework(web.getResponse());
    } else if (failure instanceof Unavailable) {
      return Response.status(503)
          .header(HttpHeaders.RETRY_AFTER, 1)
          .type(MediaType.APPLICATION_JSON_TYPE)
          .entity(new Message(String.valueOf(failure.getMessage())))
          .build();
    }
    String id = String.format("%016x", ThreadLocalRandom.current().nextLong());
    log.error("request failed (ID {})", id, failure);
    return Answers.json(
        500,
        new Message(
            "There was an error processing your request. It has been logged (ID " + id + ")."));
  }

  /** Unknown paths, methods and content types are answered without a body. */
  private static Response framework(Response response) {
    boolean ours =
        response.hasEntity() && MediaType.APPLICATION_JSON_TYPE.equals(response.getMediaType());
    return ours ? response : Response.fromResponse(response).entity(null).build();
  }
}
