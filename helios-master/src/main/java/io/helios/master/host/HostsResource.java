package io.helios.master.host;

import com.fasterxml.jackson.core.type.TypeReference;
import io.helios.master.commit.Outcome;
import io.helios.master.host.HostRefusal.InUse;
import io.helios.master.host.HostRefusal.NameTaken;
import io.helios.master.http.AnswerJson;
import io.helios.master.http.Answers;
import io.helios.master.http.BadRequest;
import io.helios.master.http.Described;
import io.helios.master.http.Flags;
import io.helios.master.http.Listings;
import io.helios.master.http.Message;
import io.helios.master.http.NeedsView;
import io.helios.master.http.Page;
import io.helios.master.http.Reads;
import io.helios.master.http.RequestJson;
import io.helios.master.http.Streamed;
import io.helios.model.api.HostDeregisterResponse;
import io.helios.model.api.HostRegisterResponse;
import io.helios.model.host.HostName;
import io.helios.model.host.HostStatus;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** {@code /hosts}. */
@Path("/hosts")
@Produces(MediaType.APPLICATION_JSON)
@NeedsView
public final class HostsResource {
  private static final TypeReference<List<String>> NAMES = new TypeReference<>() {};

  private final Hosts hosts;
  private final Answers answers;
  private final Listings listings;
  private final AnswerJson json;

  public HostsResource(Hosts hosts, Answers answers, AnswerJson json) {
    this.hosts = hosts;
    this.answers = answers;
    this.listings = new Listings(json);
    this.json = json;
  }

  @GET
  @Described(value = "Names of hosts.", answer = String.class, shape = Described.Shape.LIST)
  public Response list(
      @QueryParam("namePattern") @Nullable String namePattern,
      @QueryParam("selector") @Nullable List<String> selectors,
      @QueryParam("status") @Nullable String status,
      @QueryParam("cordoned") @Nullable String cordoned,
      @QueryParam("job") @Nullable String job,
      @QueryParam("limit") @Nullable String limit,
      @QueryParam("after") @Nullable String after,
      @HeaderParam(HttpHeaders.IF_NONE_MATCH) @Nullable String ifNoneMatch) {
    HostFilter filter;
    try {
      filter = new HostQuery(namePattern, selectors, status, cordoned, job).filter();
    } catch (HostQuery.BadSelector e) {
      return Answers.bare(String.valueOf(e.getMessage()));
    }
    Page.Part<String> part =
        Page.of(limit, after, Integer.MAX_VALUE)
            .of(hosts.names(filter), Function.identity(), Function.identity(), Hosts.order(filter));
    return listings.part(part.items(), part.next(), ifNoneMatch);
  }

  @PUT
  @Path("{host}")
  @Described(
      value = "Registers a host for the agent of that id.",
      answer = HostRegisterResponse.class,
      statuses = 409)
  public Response register(
      @PathParam("host") String host, @QueryParam("id") @DefaultValue("") String id) {
    if (id.isEmpty()) {
      return Answers.json(
          400, new HostRegisterResponse(HostRegisterResponse.Status.INVALID_ID, host));
    }
    HostName name =
        HostName.of(host)
            .orElseThrow(
                () ->
                    new BadRequest(
                        "Invalid host name: '"
                            + host
                            + "', only [0-9A-Za-z_.:-] are allowed, 253 at most"));
    answers.promise(200, "OK");
    Outcome<HostRefusal> outcome = hosts.register(name, id);
    if (outcome.refusal().orElse(null) instanceof NameTaken taken) {
      return answers.of(
          409, new Message("Host " + taken.host() + " is registered with another id"), outcome);
    }
    return answers.of(200, "\"OK\"", outcome);
  }

  @DELETE
  @Path("{host}")
  @Described(
      value = "Removes a host with everything on it.",
      answer = HostDeregisterResponse.class,
      statuses = 404)
  public Response deregister(
      @PathParam("host") String host,
      @QueryParam("user") @Nullable String user,
      @QueryParam("ifUnused") @DefaultValue("") String ifUnused) {
    answers.promise(200, new HostDeregisterResponse(HostDeregisterResponse.Status.OK, host));
    Outcome<HostRefusal> outcome =
        hosts.deregister(
            new DeregisterOperation.Request(host, user, Flags.isSet("ifUnused", ifUnused)));
    if (outcome.refusal().orElse(null) instanceof InUse inUse) {
      return answers.of(
          400,
          new HostDeregisterResponse(
              HostDeregisterResponse.Status.JOBS_STILL_DEPLOYED, host, inUse.message()),
          outcome);
    }
    return outcome.refusal().isEmpty()
        ? answers.of(
            200, new HostDeregisterResponse(HostDeregisterResponse.Status.OK, host), outcome)
        : answers.of(
            404,
            new HostDeregisterResponse(HostDeregisterResponse.Status.NOT_FOUND, host),
            outcome);
  }

  @GET
  @Path("{host}/status")
  @Described(value = "What is known of a host.", answer = HostStatus.class, statuses = 404)
  public Response status(
      @PathParam("host") String host, @QueryParam("status") @DefaultValue("") String status) {
    return Answers.found(hosts.status(host).filter(it -> matches(it, status)).orElse(null));
  }

  @POST
  @Reads
  @Path("statuses")
  @Consumes(MediaType.APPLICATION_JSON)
  @Described(
      value = "What is known of the hosts whose names are given.",
      body = String[].class,
      answer = HostStatus.class,
      shape = Described.Shape.BY_NAME)
  public Response statuses(
      @QueryParam("status") @DefaultValue("") String status, byte @Nullable [] body) {
    return Streamed.byName(
        json,
        RequestJson.read(body, NAMES).stream().filter(Objects::nonNull).toList(),
        host -> hosts.status(host).filter(it -> matches(it, status)));
  }

  private static boolean matches(HostStatus host, String filter) {
    return filter.isEmpty() || host.status().name().equals(filter);
  }
}
