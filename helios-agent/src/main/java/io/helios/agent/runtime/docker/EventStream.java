package io.helios.agent.runtime.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.Event;
import com.github.dockerjava.api.model.EventType;
import io.helios.agent.runtime.ContainerId;
import io.helios.agent.runtime.TaskLabels;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One opening of the engine's stream of events; told on a thread of the client's. */
final class EventStream extends ResultCallback.Adapter<Event> {
  private static final Logger log = LoggerFactory.getLogger(EventStream.class);

  // Not the exec_* events: every health check of that kind makes three. Nor "kill", "oom", "stop",
  // "restart", which only say what led to a start or an end: that is told by itself.
  private static final String[] ACTIONS = {
    "create", "start", "die", "pause", "unpause", "destroy", "health_status"
  };

  private final Runnable opened;
  private final Consumer<Optional<ContainerId>> changed;
  private final CompletableFuture<Boolean> begun = new CompletableFuture<>();
  private final CompletableFuture<String> ended = new CompletableFuture<>();

  /**
   * A stream that is not open yet.
   *
   * @param opened called once the engine has answered: from then on nothing is missed
   * @param changed called with the container that an event is about, if it says so
   */
  EventStream(Runnable opened, Consumer<Optional<ContainerId>> changed) {
    this.opened = opened;
    this.changed = changed;
  }

  /**
   * Blocks until the engine has answered, however long that takes: while it hangs nobody could take
   * the thread back that waits for it, and a second try would wait beside it.
   *
   * @return whether the stream is open now
   */
  boolean open(DockerClient client) throws InterruptedException {
    try {
      client
          .eventsCmd()
          .withEventTypeFilter(EventType.CONTAINER)
          .withEventFilter(ACTIONS)
          .withLabelFilter(TaskLabels.HOST_ID)
          .exec(this);
    } catch (RuntimeException e) {
      onError(e);
    }
    try {
      return begun.get();
    } catch (ExecutionException never) {
      throw new IllegalStateException(never);
    }
  }

  /** Blocks until the stream ends; returns why, or null when the time was over first. */
  @Nullable String awaitEnd(Duration limit) throws InterruptedException {
    try {
      return ended.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException goesOn) {
      return null;
    } catch (ExecutionException never) {
      throw new IllegalStateException(never);
    }
  }

  void hangUp() {
    try {
      close();
    } catch (IOException e) {
      log.debug("closing the event stream", e);
    }
  }

  @Override
  public void onStart(Closeable connection) {
    super.onStart(connection);
    opened.run();
    begun.complete(true);
  }

  @Override
  public void onNext(Event event) {
    String id = event.getActor() == null ? event.getId() : event.getActor().getId();
    changed.accept(Optional.ofNullable(id).map(ContainerId::new));
  }

  /** Not as inherited, which logs each end of a stream as an error, with a stack trace. */
  @Override
  public void onError(Throwable cause) {
    hangUp();
    over(EngineFailures.said(cause));
  }

  @Override
  public void onComplete() {
    super.onComplete();
    over("it hung up");
  }

  private void over(String why) {
    ended.complete(why);
    begun.complete(false);
  }
}
