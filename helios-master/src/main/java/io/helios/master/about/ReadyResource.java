package io.helios.master.about;

import io.helios.master.http.Answers;
import io.helios.master.http.Described;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** {@code /ready}, for load balancers. */
@Path("/ready")
@Produces(MediaType.APPLICATION_JSON)
public final class ReadyResource {
  private final Readiness readiness;

  public ReadyResource(Readiness readiness) {
    this.readiness = readiness;
  }

  @GET
  @Described(value = "Whether this master can serve everything.", answer = Ready.class)
  public Response get() {
    Ready ready = Ready.of(readiness.obstacle());
    return Answers.json(ready.status(), ready);
  }
}
