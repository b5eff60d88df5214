package io.helios.master.deployment;

import com.fasterxml.jackson.core.type.TypeReference;
import io.helios.master.commit.Outcome;
import io.helios.master.deployment.DeploymentRefusal.HostCordoned;
import io.helios.master.http.Answers;
import io.helios.master.http.BadRequest;
import io.helios.master.http.Described;
import io.helios.master.http.Message;
import io.helios.master.http.NeedsView;
import io.helios.master.http.PathIds;
import io.helios.master.http.RequestJson;
import io.helios.model.api.JobDeployResponse;
import io.helios.model.api.JobUndeployResponse;
import io.helios.model.api.SetGoalResponse;
import io.helios.model.job.JobId;
import io.helios.model.task.Deployment;
import io.helios.model.task.Goal;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/** {@code /hosts/{host}/jobs/{job}}. */
@Path("/hosts/{host}/jobs/{job}")
@Produces(MediaType.APPLICATION_JSON)
@NeedsView
public final class DeploymentResource {
  private static final TypeReference<Deployment> DEPLOYMENT = new TypeReference<>() {};

  private final Deployments deployments;
  private final Answers answers;

  public DeploymentResource(Deployments deployments, Answers answers) {
    this.deployments = deployments;
    this.answers = answers;
  }

  @GET
  @Described(value = "A deployment.", answer = Deployment.class, statuses = 404)
  public Response get(@PathParam("host") String host, @PathParam("job") String job) {
    JobId id = PathIds.job(job);
    return id.isFullyQualified()
        ? Answers.found(deployments.find(host, id).orElse(null))
        : Response.status(400).build();
  }

  @PUT
  @Consumes(MediaType.APPLICATION_JSON)
  @Described(
      value = "Deploys a job on a host.",
      body = Deployment.class,
      answer = JobDeployResponse.class,
      statuses = {403, 409})
  public Response deploy(
      @PathParam("host") String host,
      @PathParam("job") String job,
      @QueryParam("token") @DefaultValue("") String token,
      @QueryParam("user") @Nullable String user,
      byte @Nullable [] body) {
    JobId id = PathIds.job(job);
    Deployment asked = RequestJson.read(body, DEPLOYMENT);
    if (!id.isFullyQualified()) {
      return Answers.json(
          400, new JobDeployResponse(JobDeployResponse.Status.INVALID_ID, host, id));
    }
    answers.promise(200, new JobDeployResponse(JobDeployResponse.Status.OK, host, id));
    // As ever, the job that is deployed is the one in the body.
    Outcome<DeploymentRefusal> outcome =
        deployments.deploy(
            new DeployOperation.Request(host, jobOf(asked), goalOf(asked), token, user));
    if (outcome.refusal().orElse(null) instanceof HostCordoned cordoned) {
      // Not a published status: one that published clients don't know fails their whole reply.
      return answers.of(409, new Message(cordoned.message()), outcome);
    }
    JobDeployResponse.Status status =
        outcome.answer(JobDeployResponse.Status.OK, DeploymentStatuses::deploy);
    int code =
        switch (status) {
          case OK -> 200;
          case FORBIDDEN -> 403;
          default -> 400;
        };
    return answers.of(code, new JobDeployResponse(status, host, id, message(outcome)), outcome);
  }

  @PATCH
  @Consumes(MediaType.APPLICATION_JSON)
  @Described(
      value = "Starts or stops what is deployed.",
      body = Deployment.class,
      answer = SetGoalResponse.class,
      statuses = {403, 404})
  public Response setGoal(
      @PathParam("host") String host,
      @PathParam("job") String job,
      @QueryParam("token") @DefaultValue("") String token,
      byte @Nullable [] body) {
    JobId id = PathIds.job(job);
    Deployment asked = RequestJson.read(body, DEPLOYMENT);
    if (!id.equals(asked.jobId())) {
      return Answers.json(400, new SetGoalResponse(SetGoalResponse.Status.ID_MISMATCH, host, id));
    }
    answers.promise(200, new SetGoalResponse(SetGoalResponse.Status.OK, host, id));
    Outcome<DeploymentRefusal> outcome =
        deployments.setGoal(new SetGoalOperation.Request(host, id, goalOf(asked), token));
    SetGoalResponse.Status status =
        outcome.answer(SetGoalResponse.Status.OK, DeploymentStatuses::setGoal);
    int code =
        switch (status) {
          case OK -> 200;
          case FORBIDDEN -> 403;
          default -> 404;
        };
    return answers.of(code, new SetGoalResponse(status, host, id, message(outcome)), outcome);
  }

  /** The same for clients whose HTTP library has no PATCH. */
  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Described(
      value = "Starts or stops what is deployed, for clients without PATCH.",
      body = Deployment.class,
      answer = SetGoalResponse.class,
      statuses = {403, 404})
  public Response setGoalByPost(
      @PathParam("host") String host,
      @PathParam("job") String job,
      @QueryParam("token") @DefaultValue("") String token,
      byte @Nullable [] body) {
    return setGoal(host, job, token, body);
  }

  @DELETE
  @Described(
      value = "Takes a job off a host.",
      answer = JobUndeployResponse.class,
      statuses = {403, 404})
  public Response undeploy(
      @PathParam("host") String host,
      @PathParam("job") String job,
      @QueryParam("token") @DefaultValue("") String token,
      @QueryParam("user") @Nullable String user) {
    JobId id = PathIds.job(job);
    if (!id.isFullyQualified()) {
      return Answers.json(
          400, new JobUndeployResponse(JobUndeployResponse.Status.INVALID_ID, host, id));
    }
    answers.promise(200, new JobUndeployResponse(JobUndeployResponse.Status.OK, host, id));
    Outcome<DeploymentRefusal> outcome =
        deployments.undeploy(new UndeployOperation.Request(host, id, token, user));
    JobUndeployResponse.Status status =
        outcome.answer(JobUndeployResponse.Status.OK, DeploymentStatuses::undeploy);
    int code =
        switch (status) {
          case OK -> 200;
          case FORBIDDEN -> 403;
          default -> 404;
        };
    return answers.of(code, new JobUndeployResponse(status, host, id, message(outcome)), outcome);
  }

  private static @Nullable String message(Outcome<DeploymentRefusal> outcome) {
    return outcome.refusal().map(DeploymentRefusal::message).orElse(null);
  }

  private static JobId jobOf(Deployment asked) {
    JobId job = asked.jobId();
    if (job == null) {
      throw new BadRequest("The deployment has no job: \"jobId\" is missing");
    }
    return job;
  }

  private static Goal goalOf(Deployment asked) {
    Goal goal = asked.goal();
    if (goal == null) {
      throw new BadRequest("The deployment has no goal: \"goal\" is missing");
    }
    return goal;
  }
}
