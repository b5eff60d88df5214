package io.helios.master.group;

import com.fasterxml.jackson.core.type.TypeReference;
import io.helios.master.http.Answers;
import io.helios.master.http.BadRequest;
import io.helios.master.http.Described;
import io.helios.master.http.Message;
import io.helios.master.http.NeedsView;
import io.helios.master.http.RequestJson;
import io.helios.master.rollout.RolloutRefusal;
import io.helios.master.rollout.Rollouts;
import io.helios.model.group.RollingUpdateRequest;
import io.helios.model.group.RollingUpdateResponse;
import io.helios.model.group.RollingUpdateResponse.Status;
import io.helios.model.group.RolloutPlan;
import io.helios.model.job.RolloutRules;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code /deployment-group/{group}/rolling-update}. */
@Path("/deployment-group/{group}/rolling-update")
@Produces(MediaType.APPLICATION_JSON)
@NeedsView
public final class RollingUpdateResource {
  private static final TypeReference<RollingUpdateRequest> REQUEST = new TypeReference<>() {};

  private final Rollouts rollouts;
  private final Answers answers;

  public RollingUpdateResource(Rollouts rollouts, Answers answers) {
    this.rollouts = rollouts;
    this.answers = answers;
  }

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Described(
      value = "Begins to move a group to a job.",
      body = RollingUpdateRequest.class,
      answer = RollingUpdateResponse.class,
      statuses = 409)
  public Response start(
      @PathParam("group") String group,
      @QueryParam("plan") @Nullable String plan,
      @QueryParam("user") @Nullable String user,
      byte @Nullable [] body) {
    RollingUpdateRequest request = request(body);
    String id = Rollouts.newId();
    answers.promise(200, new RollingUpdateResponse(Status.OK, id));
    Rollouts.Started started =
        rollouts.start(id, group, request, plan == null || plan.isEmpty() ? null : plan, user);
    RolloutRefusal refusal = started.outcome().refusal().orElse(null);
    if (refusal instanceof RolloutRefusal.NotNow) {
      return answers.of(409, new Message(refusal.message()), started.outcome());
    }
    return answers.of(
        200,
        refusal == null
            ? new RollingUpdateResponse(Status.OK, started.rolloutId())
            : new RollingUpdateResponse(
                refusal instanceof RolloutRefusal.NoSuchGroup
                    ? Status.DEPLOYMENT_GROUP_NOT_FOUND
                    : Status.JOB_NOT_FOUND,
                null),
        started.outcome());
  }

  /** What would happen, without doing it. */
  @POST
  @Path("plan")
  @Consumes(MediaType.APPLICATION_JSON)
  @Described(
      value = "What a rollout would do, host by host.",
      body = RollingUpdateRequest.class,
      answer = RolloutPlan.class,
      statuses = 404)
  public Response plan(@PathParam("group") String group, byte @Nullable [] body) {
    Rollouts.Planned planned = rollouts.plan(group, request(body));
    return planned.plan() != null
        ? Answers.json(200, planned.plan())
        : Answers.json(404, new Message(planned.refusal().map(RolloutRefusal::message).orElse("")));
  }

  private static RollingUpdateRequest request(byte @Nullable [] body) {
    RollingUpdateRequest request = RequestJson.read(body, REQUEST);
    List<String> problems = RolloutRules.inRequest(request.rolloutOptions(), null);
    if (!problems.isEmpty()) {
      throw new BadRequest(String.join("; ", problems));
    }
    return request;
  }
}
