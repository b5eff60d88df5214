package io.helios.master.job;

import io.helios.master.http.AnswerJson;
import io.helios.master.http.Described;
import io.helios.master.http.Fields;
import io.helios.master.http.Listings;
import io.helios.master.http.NeedsView;
import io.helios.master.http.Page;
import io.helios.model.job.Job;
import io.helios.model.task.JobStatus;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code /statuses/jobs}: jobs with what became of them on their hosts, page by page. */
@Path("/statuses/jobs")
@Produces(MediaType.APPLICATION_JSON)
@NeedsView
public final class JobStatusesResource {
  private static final int PAGE = 100;

  private final Jobs jobs;
  private final Listings listings;

  public JobStatusesResource(Jobs jobs, AnswerJson json) {
    this.jobs = jobs;
    this.listings = new Listings(json);
  }

  @GET
  @Described(
      value = "Jobs with their deployments and statuses, page by page.",
      answer = JobStatus.class,
      shape = Described.Shape.BY_NAME)
  public Response list(
      @QueryParam("q") @DefaultValue("") String query,
      @QueryParam("hostPattern") @DefaultValue("") String hostPattern,
      @QueryParam("ref") @DefaultValue("") String reference,
      @QueryParam("fields") @Nullable String fields,
      @QueryParam("limit") @Nullable String limit,
      @QueryParam("after") @Nullable String after,
      @HeaderParam(HttpHeaders.IF_NONE_MATCH) @Nullable String ifNoneMatch) {
    Page.Part<Job> part =
        Jobs.part(
            new JobQuery(query, hostPattern, reference).find(jobs), Page.of(limit, after, PAGE));
    Map<String, JobStatus> statuses = new LinkedHashMap<>();
    part.items()
        .forEach(
            job -> jobs.status(job.id()).ifPresent(it -> statuses.put(job.id().toString(), it)));
    return listings.redactedPart(statuses, Fields.of(fields), part.next(), ifNoneMatch);
  }
}
