package io.helios.master.history;

import io.helios.master.http.Answers;
import io.helios.master.http.Described;
import io.helios.master.http.NeedsView;
import io.helios.master.http.PathIds;
import io.helios.model.api.TaskStatusEvents;
import io.helios.model.job.JobId;
import io.helios.model.task.TaskStatusEvent;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;

/** {@code /history/jobs/{id}}. */
@Path("/history/jobs/{id}")
@Produces(MediaType.APPLICATION_JSON)
@NeedsView
public final class HistoryResource {
  private final JobHistory history;
  private final IntConsumer told;

  /**
   * @param told how many events each answer has
   */
  public HistoryResource(JobHistory history, IntConsumer told) {
    this.history = history;
    this.told = told;
  }

  @GET
  @Described(
      value = "What happened to a job on its hosts.",
      answer = TaskStatusEvents.class,
      statuses = 404)
  public Response get(@PathParam("id") String id) {
    JobId job = PathIds.job(id);
    if (!job.isFullyQualified()) {
      return Answers.bare("Invalid id");
    }
    Optional<List<TaskStatusEvent>> found = history.of(job);
    found.ifPresent(events -> told.accept(events.size()));
    // An unknown job is not a 404 here, as ever.
    return Answers.json(
        200,
        found
            .map(events -> new TaskStatusEvents(events, TaskStatusEvents.Status.OK))
            .orElse(new TaskStatusEvents(List.of(), TaskStatusEvents.Status.JOB_ID_NOT_FOUND)));
  }
}
