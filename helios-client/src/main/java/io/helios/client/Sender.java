package io.helios.client;

import io.helios.client.Endpoints.Endpoint;
import io.helios.client.transport.Call;
import io.helios.client.transport.Reply;
import io.helios.client.transport.Transport;
import io.helios.model.api.HeliosVersion;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Brings a request to some master. One that can't be reached, times out or says 502 or 503 is left
 * for the next at once; when all have failed, there is a growing pause before the next round, until
 * the retry window has passed.
 */
final class Sender implements AutoCloseable {
  /**
   * How patient to be.
   *
   * @param request for connecting, and for the answer of one master
   * @param window for all attempts together; an attempt that has begun is not cut short by it
   * @param unreachable like the window, but for as long as nothing accepts a connection at all
   */
  record Patience(Duration request, Duration window, Duration unreachable) {}

  private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
  private static final Duration LONGEST_RETRY_AFTER = Duration.ofSeconds(30);

  private final Transport transport;
  private final Endpoints endpoints;
  private final Patience patience;
  private final String user;
  private final Consumer<String> notices;
  private final String version = HeliosVersion.current().toString();
  private final RevisionMemory revision = new RevisionMemory();
  private final AtomicBoolean warnedOfVersion = new AtomicBoolean();
  private final AtomicBoolean warnedOfAge = new AtomicBoolean();
  private final AtomicReference<String> told = new AtomicReference<>("");
  private final CountDownLatch closed = new CountDownLatch(1);

  Sender(
      Transport transport,
      Endpoints endpoints,
      Patience patience,
      String user,
      Consumer<String> notices) {
    this.transport = transport;
    this.endpoints = endpoints;
    this.patience = patience;
    this.user = user;
    this.notices = notices;
  }

  /** Masters in the order in which to try them. */
  List<Endpoint> endpoints() {
    return endpoints.inOrder();
  }

  void prefer(Endpoint endpoint) {
    endpoints.prefer(endpoint);
  }

  /** What every request says of this client and of what it has seen. */
  Map<String, String> headers() {
    return headers(Request.get("/"), null);
  }

  boolean canPatch() {
    return transport.canPatch();
  }

  /**
   * Sends until a master answers with anything but 502 and 503.
   *
   * @throws HeliosException when none did in time, or the client was closed
   */
  Reply send(Request request) {
    Request complete = request.with("user", user);
    // The same at every attempt: masters carry out only the first that arrives.
    @Nullable String id = request.isWrite() ? UUID.randomUUID().toString() : null;
    long start = System.nanoTime();
    Duration pause = FIRST_PAUSE;
    while (true) {
      Round round = new Round();
      for (Endpoint endpoint : endpoints.inOrder()) {
        Reply reply = attempt(complete, id, endpoint, round);
        if (reply != null) {
          return reply;
        }
      }
      Duration wait = round.retryAfter().compareTo(pause) > 0 ? round.retryAfter() : pause;
      Duration limit = round.reached() ? patience.window() : patience.unreachable();
      Duration left = limit.minusNanos(System.nanoTime() - start);
      if (round.isHopeless() || left.compareTo(wait) < 0) {
        throw round.failure(null);
      }
      tell(round, left);
      pauseFor(wait, round);
      pause = min(pause.multipliedBy(2), LONGEST_PAUSE);
    }
  }

  /** The answer, or null when another master should be asked. */
  private @Nullable Reply attempt(
      Request request, @Nullable String id, Endpoint endpoint, Round round) {
    Call call =
        new Call(
            request.method(), request.at(endpoint.address()), headers(request, id), request.body());
    try {
      if (closed.getCount() == 0) {
        throw new InterruptedException();
      }
      Reply reply = transport.send(call, patience.request());
      if (reply.status() == 502 || reply.status() == 503) {
        round.notReady(endpoint, reply, retryAfter(reply));
        return null;
      }
      endpoints.prefer(endpoint);
      told.set("");
      reply.header("Helios-Revision").ifPresent(revision::note);
      warnOfVersion(reply);
      warnOfAge(endpoint, reply);
      return reply;
    } catch (IOException e) {
      round.failed(endpoint, e);
      return null;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new MasterUnreachable("The request was abandoned: the client was closed", e);
    }
  }

  private Map<String, String> headers(Request request, @Nullable String id) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Helios-Version", version);
    headers.put("Accept", "application/json, */*; q=0.2");
    String known = revision.highest();
    if (known != null) {
      headers.put("Helios-Min-Revision", known);
    }
    if (id != null) {
      headers.put("Helios-Request-Id", id);
    }
    if (request.body() != null) {
      headers.put("Content-Type", "application/json");
    }
    return headers;
  }

  /** Once per obstacle, however many requests meet it. */
  private void tell(Round round, Duration left) {
    String obstacle = round.describe();
    boolean worthTelling = left.toSeconds() > 0;
    if (worthTelling && !obstacle.equals(told.getAndSet(obstacle))) {
      notices.accept(
          obstacle + "; trying again for up to " + left.toSeconds() + " s (Ctrl-C ends it)");
    }
  }

  private void pauseFor(Duration wait, Round round) {
    boolean gone;
    try {
      gone = closed.await(wait.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw round.failure(e);
    }
    if (gone) {
      throw round.failure(null);
    }
  }

  private void warnOfVersion(Reply reply) {
    if (reply.header("Helios-Version-Status").filter("MAYBE"::equals).isPresent()
        && warnedOfVersion.compareAndSet(false, true)) {
      notices.accept(
          "This client ("
              + version
              + ") is newer than the master ("
              + reply.header("Helios-Server-Version").orElse("unknown")
              + "): some requests may not be understood");
    }
  }

  /** Once until a master has ZooKeeper again: else old facts would pass for those of now. */
  private void warnOfAge(Endpoint endpoint, Reply reply) {
    String age = reply.header("Helios-Stale").orElse("");
    if (!age.isEmpty() && !warnedOfAge.getAndSet(true)) {
      notices.accept(
          "What the master at "
              + endpoint.shown()
              + " tells may be "
              + age
              + " s old: it has lost ZooKeeper");
    } else if (age.isEmpty()) {
      warnedOfAge.set(false);
    }
  }

  private static Duration retryAfter(Reply reply) {
    try {
      long seconds = Long.parseLong(reply.header("Retry-After").orElse("0").trim());
      return min(Duration.ofSeconds(Math.max(0, seconds)), LONGEST_RETRY_AFTER);
    } catch (NumberFormatException e) {
      return Duration.ZERO; // A date: no master of ours sends one.
    }
  }

  private static Duration min(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }

  /** Wakes whoever pauses; requests fail from now on. */
  @Override
  public void close() {
    closed.countDown();
    transport.close();
  }
}
