package io.helios.master.rollout;

import io.helios.master.commit.Outcome;
import io.helios.master.http.Answers;
import io.helios.master.http.Described;
import io.helios.master.http.Message;
import io.helios.master.http.NeedsView;
import io.helios.model.group.Rollout;
import io.helios.model.group.RolloutResponse;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code /rollouts/{id}}. */
@Path("/rollouts/{id}")
@Produces(MediaType.APPLICATION_JSON)
@NeedsView
public final class RolloutsResource {
  private final Rollouts rollouts;
  private final Answers answers;

  public RolloutsResource(Rollouts rollouts, Answers answers) {
    this.rollouts = rollouts;
    this.answers = answers;
  }

  @GET
  @Described(value = "A rollout with its hosts and events.", answer = Rollout.class, statuses = 404)
  public Response get(@PathParam("id") String id) {
    Optional<Rollout> rollout = rollouts.find(id);
    return rollout.isPresent()
        ? Answers.json(200, rollout.get())
        : Answers.json(404, new Message(new RolloutRefusal.NoSuchRollout(id).message()));
  }

  @POST
  @Path("pause")
  @Described(
      value = "Begins with no further hosts.",
      answer = RolloutResponse.class,
      statuses = {404, 409})
  public Response pause(@PathParam("id") String id, @QueryParam("user") @Nullable String user) {
    return turn(id, TurnOperation.Turn.PAUSE, user);
  }

  @POST
  @Path("resume")
  @Described(
      value = "Goes on after a pause.",
      answer = RolloutResponse.class,
      statuses = {404, 409})
  public Response resume(@PathParam("id") String id, @QueryParam("user") @Nullable String user) {
    return turn(id, TurnOperation.Turn.RESUME, user);
  }

  @POST
  @Path("promote")
  @Described(
      value = "Goes on after the canary.",
      answer = RolloutResponse.class,
      statuses = {404, 409})
  public Response promote(@PathParam("id") String id, @QueryParam("user") @Nullable String user) {
    return turn(id, TurnOperation.Turn.PROMOTE, user);
  }

  @POST
  @Path("stop")
  @Described(
      value = "Ends it where it is.",
      answer = RolloutResponse.class,
      statuses = {404, 409})
  public Response stop(@PathParam("id") String id, @QueryParam("user") @Nullable String user) {
    return turn(id, TurnOperation.Turn.STOP, user);
  }

  @POST
  @Path("retry")
  @Described(
      value = "Tries the hosts that failed again, in a new rollout.",
      answer = RolloutResponse.class,
      statuses = {404, 409})
  public Response retry(@PathParam("id") String id, @QueryParam("user") @Nullable String user) {
    String again = Rollouts.newId();
    answers.promise(200, RolloutResponse.ok(again));
    Rollouts.Started started = rollouts.retry(again, id, user);
    return answer(answers, started.outcome(), started.rolloutId());
  }

  private Response turn(String id, TurnOperation.Turn turn, @Nullable String user) {
    answers.promise(200, RolloutResponse.ok(id));
    return answer(answers, rollouts.turn(new TurnOperation.Request(id, turn, user)), id);
  }

  /** The answer to what was asked of a rollout. */
  public static Response answer(
      Answers answers, Outcome<RolloutRefusal> outcome, String rolloutId) {
    RolloutRefusal refusal = outcome.refusal().orElse(null);
    if (refusal == null) {
      return answers.of(200, RolloutResponse.ok(rolloutId), outcome);
    }
    int code = refusal instanceof RolloutRefusal.NotNow ? 409 : 404;
    return answers.of(code, new Message(refusal.message()), outcome);
  }
}
