package io.helios.agent.runtime.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.Event;
import com.github.dockerjava.api.model.EventType;
import io.helios.agent.runtime.ContainerId;
import io.helios.agent.runtime.TaskLabels;
import io.helios.coordination.tree.Subscription;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One stream of the engine's events for all listeners, opened with the first of them and again
 * whenever it ends, with a growing pause. Each opening tells everybody to look at everything: what
 * happened in between is not asked for.
 */
final class EngineEvents implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(EngineEvents.class);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
  // Not the exec_* events: every health check of that kind makes three.
  private static final String[] ACTIONS = {
    "create",
    "start",
    "die",
    "oom",
    "stop",
    "kill",
    "pause",
    "unpause",
    "restart",
    "destroy",
    "health_status"
  };

  private final DockerClient client;
  private final DockerEndpoint endpoint;
  private final Consumer<Optional<ContainerId>> first;
  private final List<Consumer<Optional<ContainerId>>> listeners = new CopyOnWriteArrayList<>();
  private @Nullable Stream stream;
  private Duration pause = FIRST_PAUSE;
  private boolean live;
  private boolean closed;

  /** The first listener is told before all others, and also when the stream is lost. */
  EngineEvents(
      DockerClient client, DockerEndpoint endpoint, Consumer<Optional<ContainerId>> first) {
    this.client = client;
    this.endpoint = endpoint;
    this.first = first;
  }

  Subscription listen(Consumer<Optional<ContainerId>> listener) {
    boolean alreadyLive;
    synchronized (this) {
      listeners.add(listener);
      alreadyLive = live;
      if (stream == null && !closed) {
        open();
      }
    }
    if (alreadyLive) {
      listener.accept(Optional.empty());
    }
    return () -> listeners.remove(listener);
  }

  synchronized boolean live() {
    return live;
  }

  private synchronized void open() {
    if (closed) {
      return;
    }
    var opening = new Stream();
    stream = opening;
    try {
      client
          .eventsCmd()
          .withEventTypeFilter(EventType.CONTAINER)
          .withEventFilter(ACTIONS)
          .withLabelFilter(TaskLabels.HOST_ID)
          .exec(opening);
    } catch (RuntimeException e) {
      lost(opening, e);
    }
  }

  private void opened(Stream by) {
    synchronized (this) {
      if (stream != by) {
        return;
      }
      live = true;
      pause = FIRST_PAUSE;
    }
    tell(Optional.empty());
  }

  private void lost(Stream by, @Nullable Throwable cause) {
    Duration wait;
    synchronized (this) {
      if (stream != by || closed) {
        return;
      }
      if (live || pause.equals(FIRST_PAUSE)) {
        log.warn(
            "the events of the Docker engine at {} ended{}; trying again",
            endpoint,
            cause == null ? "" : ": " + EngineFailures.said(cause));
      }
      live = false;
      stream = null;
      wait = pause;
      pause =
          pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0
              ? pause.multipliedBy(2)
              : LONGEST_PAUSE;
    }
    first.accept(Optional.empty());
    CompletableFuture.delayedExecutor(wait.toMillis(), TimeUnit.MILLISECONDS)
        .execute(this::openUnlessOpen);
  }

  private synchronized void openUnlessOpen() {
    if (stream == null) {
      open();
    }
  }

  private void tell(Optional<ContainerId> changed) {
    first.accept(changed);
    for (Consumer<Optional<ContainerId>> listener : listeners) {
      listener.accept(changed);
    }
  }

  @Override
  public void close() {
    Stream closing;
    synchronized (this) {
      closed = true;
      live = false;
      closing = stream;
      stream = null;
      listeners.clear();
    }
    if (closing != null) {
      closing.hangUp();
    }
  }

  /** One opening of the stream; runs on the client's thread for it. */
  private final class Stream extends ResultCallback.Adapter<Event> {
    @Override
    public void onStart(Closeable connection) {
      super.onStart(connection);
      opened(this);
    }

    @Override
    public void onNext(Event event) {
      String id = event.getActor() == null ? event.getId() : event.getActor().getId();
      tell(id == null ? Optional.empty() : Optional.of(new ContainerId(id)));
    }

    @Override
    public void onError(Throwable cause) {
      super.onError(cause);
      lost(this, cause);
    }

    @Override
    public void onComplete() {
      super.onComplete();
      lost(this, null);
    }

    void hangUp() {
      try {
        close();
      } catch (IOException e) {
        log.debug("closing the event stream", e);
      }
    }
  }
}
