package io.helios.master.job;

import com.fasterxml.jackson.core.type.TypeReference;
import io.helios.master.commit.Outcome;
import io.helios.master.http.AnswerJson;
import io.helios.master.http.Answers;
import io.helios.master.http.Described;
import io.helios.master.http.Fields;
import io.helios.master.http.Listings;
import io.helios.master.http.NeedsView;
import io.helios.master.http.Page;
import io.helios.master.http.PathIds;
import io.helios.master.http.Reads;
import io.helios.master.http.RequestJson;
import io.helios.master.http.Streamed;
import io.helios.master.job.JobRefusal.Invalid;
import io.helios.model.api.CreateJobResponse;
import io.helios.model.api.JobDeleteResponse;
import io.helios.model.job.Job;
import io.helios.model.job.JobId;
import io.helios.model.task.JobStatus;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** {@code /jobs}. */
@Path("/jobs")
@Produces(MediaType.APPLICATION_JSON)
@NeedsView
public final class JobsResource {
  private static final TypeReference<Job> JOB = new TypeReference<>() {};
  private static final TypeReference<List<String>> IDS = new TypeReference<>() {};

  private final Jobs jobs;
  private final Answers answers;
  private final Listings listings;
  private final AnswerJson json;
  private final IntConsumer listed;

  /**
   * @param listed told how many jobs each listing has
   */
  public JobsResource(Jobs jobs, Answers answers, AnswerJson json, IntConsumer listed) {
    this.jobs = jobs;
    this.answers = answers;
    this.listings = new Listings(json);
    this.json = json;
    this.listed = listed;
  }

  /** Jobs by id, chosen as {@link JobQuery} says. */
  @GET
  @Described(value = "Jobs by id.", answer = Job.class, shape = Described.Shape.BY_NAME)
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
            new JobQuery(query, hostPattern, reference).find(jobs),
            Page.of(limit, after, Integer.MAX_VALUE));
    listed.accept(part.items().size());
    return listings.part(byId(part.items()), Fields.of(fields), part.next(), ifNoneMatch);
  }

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Described(value = "Creates a job.", body = Job.class, answer = CreateJobResponse.class)
  public Response create(@QueryParam("user") @Nullable String user, byte @Nullable [] body) {
    return created(jobs.create(RequestJson.read(body, JOB), user, this::promiseCreated));
  }

  /** Judges a job as its creation would, and writes nothing. */
  @POST
  @Path("validate")
  @Reads
  @Consumes(MediaType.APPLICATION_JSON)
  @Described(
      value = "Judges a job as its creation would.",
      body = Job.class,
      answer = CreateJobResponse.class)
  public Response validate(@QueryParam("user") @Nullable String user, byte @Nullable [] body) {
    return created(jobs.judge(RequestJson.read(body, JOB), user));
  }

  private Response created(Jobs.Creation creation) {
    Outcome<JobRefusal> outcome = creation.outcome();
    @Nullable JobId id = creation.job().id();
    CreateJobResponse answer =
        outcome.answer(
            created(creation.job()),
            refusal ->
                refusal instanceof Invalid invalid
                    ? new CreateJobResponse(
                        CreateJobResponse.Status.INVALID_JOB_DEFINITION, invalid.errors(), text(id))
                    : new CreateJobResponse(
                        CreateJobResponse.Status.JOB_ALREADY_EXISTS, List.of(), text(id)));
    return answers.of(outcome.refusal().isEmpty() ? 200 : 400, answer, outcome);
  }

  private void promiseCreated(Job job) {
    answers.promise(200, created(job));
  }

  private static CreateJobResponse created(Job job) {
    return new CreateJobResponse(CreateJobResponse.Status.OK, List.of(), text(job.id()));
  }

  @GET
  @Path("{id}")
  @Described(value = "A job.", answer = Job.class, statuses = 404)
  public Response get(@PathParam("id") String id) {
    JobId job = PathIds.job(id);
    return job.isFullyQualified()
        ? Answers.found(jobs.find(job).orElse(null))
        : Answers.bare("Invalid id");
  }

  @DELETE
  @Path("{id}")
  @Described(
      value = "Removes a job that is deployed nowhere.",
      answer = JobDeleteResponse.class,
      statuses = {403, 404})
  public Response delete(
      @PathParam("id") String id, @QueryParam("token") @DefaultValue("") String token) {
    JobId job = PathIds.job(id);
    if (!job.isFullyQualified()) {
      return Answers.bare("Invalid id");
    }
    answers.promise(200, new JobDeleteResponse(JobDeleteResponse.Status.OK));
    Outcome<JobRefusal> outcome = jobs.delete(new DeleteJobOperation.Request(job, token));
    JobDeleteResponse.Status status =
        outcome.answer(
            JobDeleteResponse.Status.OK,
            refusal -> {
              if (refusal instanceof JobRefusal.StillInUse) {
                return JobDeleteResponse.Status.STILL_IN_USE;
              }
              return refusal instanceof JobRefusal.Forbidden
                  ? JobDeleteResponse.Status.FORBIDDEN
                  : JobDeleteResponse.Status.JOB_NOT_FOUND;
            });
    int code =
        switch (status) {
          case OK -> 200;
          case STILL_IN_USE -> 400;
          case FORBIDDEN -> 403;
          case JOB_NOT_FOUND -> 404;
        };
    return answers.of(code, new JobDeleteResponse(status), outcome);
  }

  @GET
  @Path("{id}/status")
  @Described(
      value = "A job with its deployments and statuses.",
      answer = JobStatus.class,
      statuses = 404)
  public Response status(@PathParam("id") String id) {
    JobId job = PathIds.job(id);
    return job.isFullyQualified()
        ? Answers.found(jobs.status(job).orElse(null))
        : Answers.bare("Invalid id");
  }

  @POST
  @Reads
  @Path("statuses")
  @Consumes(MediaType.APPLICATION_JSON)
  @Described(
      value = "What is known of the jobs whose ids are given.",
      body = String[].class,
      answer = JobStatus.class,
      shape = Described.Shape.BY_NAME)
  public Response statuses(byte @Nullable [] body) {
    Map<String, JobId> ids = new LinkedHashMap<>();
    for (String text : RequestJson.read(body, IDS)) {
      Optional<JobId> id = fullyQualified(text);
      if (id.isEmpty()) {
        return Answers.bare("Invalid id " + text);
      }
      ids.put(text, id.get());
    }
    return Streamed.byName(
        json, ids.keySet(), text -> Optional.ofNullable(ids.get(text)).flatMap(jobs::status));
  }

  private static Optional<JobId> fullyQualified(@Nullable String text) {
    try {
      return Optional.ofNullable(text).map(JobId::parse).filter(JobId::isFullyQualified);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Map<String, Job> byId(List<Job> jobs) {
    Map<String, Job> byId = new LinkedHashMap<>();
    jobs.forEach(job -> byId.put(job.id().toString(), job));
    return byId;
  }

  private static @Nullable String text(@Nullable JobId id) {
    return id == null ? null : id.toString();
  }
}
