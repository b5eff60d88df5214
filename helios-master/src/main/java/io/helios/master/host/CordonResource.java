package io.helios.master.host;

import com.fasterxml.jackson.core.type.TypeReference;
import io.helios.master.commit.Outcome;
import io.helios.master.http.Answers;
import io.helios.master.http.BadRequest;
import io.helios.master.http.Described;
import io.helios.master.http.NeedsView;
import io.helios.master.http.RequestJson;
import io.helios.model.api.HostCordonResponse;
import io.helios.model.api.HostCordonResponse.Status;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/** {@code /hosts/{host}/cordon}. */
@Path("/hosts/{host}/cordon")
@Produces(MediaType.APPLICATION_JSON)
@NeedsView
public final class CordonResource {
  private static final TypeReference<Body> BODY = new TypeReference<>() {};
  private static final int LONGEST_REASON = 1_000;

  private final Hosts hosts;
  private final Answers answers;

  public CordonResource(Hosts hosts, Answers answers) {
    this.hosts = hosts;
    this.answers = answers;
  }

  /** What may be said about a cordon. */
  record Body(@Nullable String reason) {}

  @PUT
  @Consumes({MediaType.APPLICATION_JSON, MediaType.WILDCARD})
  @Described(
      value = "No new deployments go to the host.",
      body = Body.class,
      answer = HostCordonResponse.class,
      statuses = 404)
  public Response cordon(
      @PathParam("host") String host,
      @QueryParam("user") @Nullable String user,
      byte @Nullable [] body) {
    @Nullable String reason =
        body == null || body.length == 0 ? null : RequestJson.read(body, BODY).reason();
    if (reason != null && reason.length() > LONGEST_REASON) {
      throw new BadRequest("The reason is longer than " + LONGEST_REASON + " characters");
    }
    answers.promise(200, done(host));
    return answer(host, hosts.cordon(new CordonOperation.Request(host, user, reason)));
  }

  @DELETE
  @Described(value = "Lifts the cordon.", answer = HostCordonResponse.class, statuses = 404)
  public Response uncordon(@PathParam("host") String host) {
    answers.promise(200, done(host));
    return answer(host, hosts.uncordon(host));
  }

  private Response answer(String host, Outcome<HostRefusal> outcome) {
    return outcome.refusal().isEmpty()
        ? answers.of(200, done(host), outcome)
        : answers.of(
            404,
            new HostCordonResponse(Status.NOT_FOUND, host, "No host " + host + " is registered"),
            outcome);
  }

  private static HostCordonResponse done(String host) {
    return new HostCordonResponse(Status.OK, host, null);
  }
}
