package io.helios.master.group;

import com.fasterxml.jackson.core.type.TypeReference;
import io.helios.coordination.tree.TreePath;
import io.helios.master.commit.Outcome;
import io.helios.master.http.Answers;
import io.helios.master.http.BadRequest;
import io.helios.master.http.Described;
import io.helios.master.http.NeedsView;
import io.helios.master.http.RequestJson;
import io.helios.model.group.CreateDeploymentGroupResponse;
import io.helios.model.group.DeploymentGroup;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/** {@code /deployment-group}. */
@Path("/deployment-group")
@Produces(MediaType.APPLICATION_JSON)
@NeedsView
public final class GroupsResource {
  private static final TypeReference<DeploymentGroup> GROUP = new TypeReference<>() {};
  private static final int LONGEST_NAME = 250;

  private final Groups groups;
  private final Answers answers;

  public GroupsResource(Groups groups, Answers answers) {
    this.groups = groups;
    this.answers = answers;
  }

  @GET
  @Described(value = "Names of groups.", answer = String.class, shape = Described.Shape.LIST)
  public Response list() {
    return Answers.json(200, groups.names());
  }

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Described(
      value = "Creates a group.",
      body = DeploymentGroup.class,
      answer = CreateDeploymentGroupResponse.class)
  public Response create(byte @Nullable [] body) {
    DeploymentGroup group = RequestJson.read(body, GROUP);
    String name = group.name();
    if (!TreePath.isLegal(name) || name.length() > LONGEST_NAME) {
      throw new BadRequest(
          "Invalid name of a deployment group: '"
              + name
              + "', it must have 1 to 250 characters, no slash and no control character");
    }
    answers.promise(
        200, new CreateDeploymentGroupResponse(CreateDeploymentGroupResponse.Status.CREATED));
    Outcome<GroupRefusal> outcome = groups.create(group);
    return answers.of(
        200,
        new CreateDeploymentGroupResponse(
            outcome.answer(
                CreateDeploymentGroupResponse.Status.CREATED,
                refusal ->
                    refusal instanceof GroupRefusal.SameExists
                        ? CreateDeploymentGroupResponse.Status.NOT_MODIFIED
                        : CreateDeploymentGroupResponse.Status.CONFLICT)),
        outcome);
  }
}
