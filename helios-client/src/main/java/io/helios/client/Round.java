package io.helios.client;

import io.helios.client.Endpoints.Endpoint;
import io.helios.client.transport.Reply;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What went wrong at each master while all were tried once. */
final class Round {
  private final Map<String, String> problems = new LinkedHashMap<>();
  private Duration retryAfter = Duration.ZERO;
  private boolean reached;
  private boolean timedOut;
  private boolean worthRepeating;
  private @Nullable IOException last;

  void failed(Endpoint endpoint, IOException e) {
    timedOut |= e instanceof SocketTimeoutException && !Problems.isConnecting(e);
    reached |= !Problems.isUnreached(e);
    worthRepeating |= !Problems.isLasting(e);
    last = e;
    problems.put(endpoint.shown().toString(), Problems.inWords(endpoint.shown(), e));
  }

  /** The master answered 502 or 503; what it says of the reason is passed on. */
  void notReady(Endpoint endpoint, Reply reply, Duration after) {
    reached = true;
    worthRepeating = true;
    retryAfter = after.compareTo(retryAfter) > 0 ? after : retryAfter;
    String said = Answers.message(reply);
    problems.put(
        endpoint.shown().toString(),
        said.isEmpty()
            ? "The master at "
                + endpoint.shown()
                + " is not ready (HTTP "
                + reply.status()
                + "; it may still be starting or have lost ZooKeeper)"
            : "The master at "
                + endpoint.shown()
                + " answers (HTTP "
                + reply.status()
                + "): "
                + said);
  }

  /** How long the masters ask to be left alone; zero if they don't. */
  Duration retryAfter() {
    return retryAfter;
  }

  /** Whether something answered at all. */
  boolean reached() {
    return reached;
  }

  /** Whether every master failed in a way that time does not heal. */
  boolean isHopeless() {
    return !problems.isEmpty() && !worthRepeating;
  }

  String describe() {
    return problems.isEmpty() ? "No master is known" : String.join("; ", problems.values());
  }

  HeliosException failure(@Nullable Throwable interruption) {
    Throwable cause = interruption == null ? last : interruption;
    String message = reached ? describe() : describe() + Problems.ADVICE;
    return timedOut ? new RequestTimedOut(message, cause) : new MasterUnreachable(message, cause);
  }
}
