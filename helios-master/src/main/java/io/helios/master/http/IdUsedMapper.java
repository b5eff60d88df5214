package io.helios.master.http;

import io.helios.master.receipt.IdUsed;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;

/** Refuses an id that stands for another request. */
public final class IdUsedMapper implements ExceptionMapper<IdUsed> {
  @Override
  public Response toResponse(IdUsed failure) {
    return Answers.json(422, new Message(String.valueOf(failure.getMessage())));
  }
}
