package io.helios.master.group;

import com.fasterxml.jackson.core.type.TypeReference;
import io.helios.master.commit.Outcome;
import io.helios.master.http.Answers;
import io.helios.master.http.BadRequest;
import io.helios.master.http.Described;
import io.helios.master.http.Message;
import io.helios.master.http.NeedsView;
import io.helios.master.http.RequestJson;
import io.helios.master.rollout.RolloutRefusal;
import io.helios.master.rollout.Rollouts;
import io.helios.master.rollout.RolloutsResource;
import io.helios.model.group.DeploymentGroup;
import io.helios.model.group.DeploymentGroupStatusResponse;
import io.helios.model.group.MatchedHost;
import io.helios.model.group.RemoveDeploymentGroupResponse;
import io.helios.model.group.RolloutResponse;
import io.helios.model.group.RolloutSummary;
import io.helios.model.group.UpdateDeploymentGroupRequest;
import io.helios.model.group.UpdateDeploymentGroupResponse;
import io.helios.model.host.HostSelector;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code /deployment-group/{group}}, without the start of rollouts. */
@Path("/deployment-group/{group}")
@Produces(MediaType.APPLICATION_JSON)
@NeedsView
public final class GroupResource {
  private static final TypeReference<UpdateDeploymentGroupRequest> EDIT = new TypeReference<>() {};

  private static final int ROLLOUTS = 20;

  private final Groups groups;
  private final Rollouts rollouts;
  private final Answers answers;

  public GroupResource(Groups groups, Rollouts rollouts, Answers answers) {
    this.groups = groups;
    this.rollouts = rollouts;
    this.answers = answers;
  }

  @GET
  @Described(value = "A group.", answer = DeploymentGroup.class, statuses = 404)
  public Response get(@PathParam("group") String group) {
    return groups.find(group).map(it -> Answers.json(200, it)).orElseGet(() -> nothing(404));
  }

  @PUT
  @Consumes(MediaType.APPLICATION_JSON)
  @Described(
      value = "Changes how a group chooses its hosts.",
      body = UpdateDeploymentGroupRequest.class,
      answer = UpdateDeploymentGroupResponse.class,
      statuses = 404)
  public Response edit(@PathParam("group") String group, byte @Nullable [] body) {
    answers.promise(
        200, new UpdateDeploymentGroupResponse(UpdateDeploymentGroupResponse.Status.UPDATED));
    Outcome<GroupRefusal> outcome =
        groups.edit(group, RequestJson.read(body, EDIT).hostSelectors());
    if (outcome.refusal().orElse(null) instanceof GroupRefusal.NoSuchGroup) {
      return unknown(group);
    }
    return answers.of(
        200,
        new UpdateDeploymentGroupResponse(
            outcome.answer(
                UpdateDeploymentGroupResponse.Status.UPDATED,
                same -> UpdateDeploymentGroupResponse.Status.NOT_MODIFIED)),
        outcome);
  }

  @DELETE
  @Described(
      value = "Removes a group; what it deployed runs on.",
      answer = RemoveDeploymentGroupResponse.class)
  public Response remove(@PathParam("group") String group) {
    answers.promise(
        200, new RemoveDeploymentGroupResponse(RemoveDeploymentGroupResponse.Status.REMOVED));
    Outcome<GroupRefusal> outcome = groups.remove(group);
    return answers.of(
        200,
        new RemoveDeploymentGroupResponse(
            outcome.answer(
                RemoveDeploymentGroupResponse.Status.REMOVED,
                refusal -> RemoveDeploymentGroupResponse.Status.DEPLOYMENT_GROUP_NOT_FOUND)),
        outcome);
  }

  @GET
  @Path("status")
  @Described(
      value = "How a group stands, with each of its hosts.",
      answer = DeploymentGroupStatusResponse.class,
      statuses = 404)
  public Response status(@PathParam("group") String group) {
    return groups.status(group).map(it -> Answers.json(200, it)).orElseGet(() -> nothing(404));
  }

  @POST
  @Path("stop")
  @Described(
      value = "Stops the group's rollout, if one is under way.",
      success = 204,
      answer = Void.class,
      statuses = 404)
  public Response stop(@PathParam("group") String group) {
    Outcome<RolloutRefusal> outcome = rollouts.stopGroup(group);
    return outcome.refusal().isEmpty() ? answers.nothing(204, outcome) : nothing(404);
  }

  /** The group's hosts, or those that other selectors would choose. */
  @GET
  @Path("hosts")
  @Described(
      value = "The group's hosts, or those that other selectors would choose.",
      answer = MatchedHost.class,
      shape = Described.Shape.LIST,
      statuses = 404)
  public Response hosts(
      @PathParam("group") String group, @QueryParam("selector") @Nullable List<String> selectors) {
    if (selectors != null && !selectors.isEmpty()) {
      List<HostSelector> parsed = new ArrayList<>();
      for (String text : selectors) {
        Optional<HostSelector> selector = HostSelector.parse(text);
        if (selector.isEmpty()) {
          return Answers.json(400, new Message("Invalid host selector: " + text));
        }
        parsed.add(selector.get());
      }
      return Answers.json(200, groups.hosts(parsed));
    }
    var hosts = groups.hosts(group);
    return hosts.isPresent() ? Answers.json(200, hosts.get()) : unknown(group);
  }

  @GET
  @Path("rollouts")
  @Described(
      value = "The group's rollouts, newest first.",
      answer = RolloutSummary.class,
      shape = Described.Shape.LIST,
      statuses = 404)
  public Response rollouts(
      @PathParam("group") String group, @QueryParam("limit") @Nullable String limit) {
    var found = rollouts.ofGroup(group, limit(limit));
    return found.isPresent() ? Answers.json(200, found.get()) : unknown(group);
  }

  private static int limit(@Nullable String text) {
    try {
      int limit = text == null || text.isEmpty() ? ROLLOUTS : Integer.parseInt(text);
      if (limit > 0) {
        return limit;
      }
    } catch (NumberFormatException e) {
      // Is said below.
    }
    throw new BadRequest("Invalid limit: '" + text + "', it must be a number greater than 0");
  }

  @POST
  @Path("rollback")
  @Described(
      value = "Goes back to the job of an earlier rollout, or to the one before.",
      answer = RolloutResponse.class,
      statuses = {404, 409})
  public Response rollback(
      @PathParam("group") String group,
      @QueryParam("to") @Nullable String to,
      @QueryParam("user") @Nullable String user) {
    String id = Rollouts.newId();
    answers.promise(200, RolloutResponse.ok(id));
    Rollouts.Started started =
        rollouts.rollback(id, group, to == null || to.isEmpty() ? null : to, user);
    return RolloutsResource.answer(answers, started.outcome(), started.rolloutId());
  }

  /** The predecessor calls even nothing JSON. */
  private static Response nothing(int status) {
    return Response.status(status).type(MediaType.APPLICATION_JSON_TYPE).build();
  }

  private static Response unknown(String group) {
    return Answers.json(404, new Message(new RolloutRefusal.NoSuchGroup(group).message()));
  }
}
