package io.helios.master.deployment;

import com.fasterxml.jackson.core.type.TypeReference;
import io.helios.master.http.Answers;
import io.helios.master.http.BadRequest;
import io.helios.master.http.Described;
import io.helios.master.http.NeedsView;
import io.helios.master.http.PathIds;
import io.helios.master.http.RequestJson;
import io.helios.model.api.BatchResponse;
import io.helios.model.job.JobId;
import io.helios.model.task.Goal;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One job on many hosts: {@code /jobs/{id}/deploy}, undeploy, start and stop. */
@Path("/jobs/{id}/{action: deploy|undeploy|start|stop}")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@NeedsView
public final class BatchResource {
  private static final TypeReference<Body> BODY = new TypeReference<>() {};
  private static final int MOST_HOSTS = 10_000;

  private final Batches batches;
  private final BatchWork work;

  public BatchResource(Batches batches, BatchWork work) {
    this.batches = batches;
    this.work = work;
  }

  /**
   * What is asked.
   *
   * @param hosts need not be registered, nor legal names
   * @param goal of a deployment; START when null
   */
  record Body(@Nullable List<@Nullable String> hosts, @Nullable Goal goal) {}

  @POST
  @Described(
      value = "Deploys, undeploys, starts or stops a job on many hosts.",
      body = Body.class,
      answer = BatchResponse.class)
  public Response run(
      @PathParam("id") String id,
      @PathParam("action") String action,
      @QueryParam("token") @DefaultValue("") String token,
      @QueryParam("user") @Nullable String user,
      byte @Nullable [] body) {
    JobId job = job(id);
    Body asked = RequestJson.read(body, BODY);
    Batches.Work what =
        switch (action) {
          case "deploy" ->
              work.deploy(job, asked.goal() == null ? Goal.START : asked.goal(), token, user);
          case "undeploy" -> work.undeploy(job, token, user);
          case "start" -> work.setGoal(job, Goal.START, token);
          case "stop" -> work.setGoal(job, Goal.STOP, token);
          default -> throw new NotFoundException();
        };
    return Answers.json(200, new BatchResponse(batches.run(job, hosts(asked), what)));
  }

  private static JobId job(String id) {
    JobId job = PathIds.job(id);
    if (!job.isFullyQualified()) {
      throw new BadRequest("Invalid id " + id + ": name, version and hash are needed");
    }
    return job;
  }

  private static List<String> hosts(Body asked) {
    List<@Nullable String> given = asked.hosts();
    if (given == null || given.isEmpty()) {
      throw new BadRequest("\"hosts\" is missing or empty");
    } else if (given.size() > MOST_HOSTS) {
      throw new BadRequest("At most " + MOST_HOSTS + " hosts may be named in one request");
    }
    Set<String> hosts = new LinkedHashSet<>();
    for (String host : given) {
      if (host == null) {
        throw new BadRequest("\"hosts\" has an entry that is null");
      }
      hosts.add(host);
    }
    return List.copyOf(hosts);
  }
}
