package io.helios.master.host;

import io.helios.master.http.AnswerJson;
import io.helios.master.http.BadRequest;
import io.helios.master.http.Described;
import io.helios.master.http.Fields;
import io.helios.master.http.Listings;
import io.helios.master.http.NeedsView;
import io.helios.master.http.Page;
import io.helios.model.host.HostStatus;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** {@code /statuses/hosts}: what is known of hosts, page by page. */
@Path("/statuses/hosts")
@Produces(MediaType.APPLICATION_JSON)
@NeedsView
public final class HostStatusesResource {
  private static final int PAGE = 500;

  private final Hosts hosts;
  private final Listings listings;

  public HostStatusesResource(Hosts hosts, AnswerJson json) {
    this.hosts = hosts;
    this.listings = new Listings(json);
  }

  @GET
  @Described(
      value = "What is known of hosts, page by page.",
      answer = HostStatus.class,
      shape = Described.Shape.BY_NAME)
  public Response list(
      @QueryParam("namePattern") @Nullable String namePattern,
      @QueryParam("selector") @Nullable List<String> selectors,
      @QueryParam("status") @Nullable String status,
      @QueryParam("cordoned") @Nullable String cordoned,
      @QueryParam("job") @Nullable String job,
      @QueryParam("fields") @Nullable String fields,
      @QueryParam("limit") @Nullable String limit,
      @QueryParam("after") @Nullable String after,
      @HeaderParam(HttpHeaders.IF_NONE_MATCH) @Nullable String ifNoneMatch) {
    HostFilter filter;
    try {
      filter = new HostQuery(namePattern, selectors, status, cordoned, job).filter();
    } catch (HostQuery.BadSelector e) {
      throw new BadRequest(String.valueOf(e.getMessage()));
    }
    Page.Part<String> part =
        Page.of(limit, after, PAGE)
            .of(hosts.names(filter), Function.identity(), Function.identity(), Hosts.order(filter));
    Map<String, HostStatus> statuses = new LinkedHashMap<>();
    part.items().forEach(name -> hosts.status(name).ifPresent(it -> statuses.put(name, it)));
    return listings.redactedPart(statuses, Fields.of(fields), part.next(), ifNoneMatch);
  }
}
