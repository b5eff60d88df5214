package io.helios.client;

import io.helios.client.Endpoints.Endpoint;
import io.helios.client.transport.Call;
import io.helios.client.transport.OpenStream;
import io.helios.model.json.Json;
import io.helios.model.watch.Watched;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Follows the masters' stream of changes until closed: one daemon thread, one connection at a time.
 */
public final class Watch implements AutoCloseable {
  /** Masters say something every 10 s. */
  private static final Duration SILENCE = Duration.ofSeconds(30);

  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  private final Request request;
  private final Sender sender;
  private final boolean verifyHostNames;
  private final WatchListener listener;
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile @Nullable OpenStream open;

  // Owned by the thread of the watch.
  private String place = "";
  private boolean heard;

  Watch(WatchRequest request, Sender sender, boolean verifyHostNames, WatchListener listener) {
    this.request = request.request();
    this.sender = sender;
    this.verifyHostNames = verifyHostNames;
    this.listener = listener;
  }

  void start() {
    Thread thread = new Thread(this::run, "helios-watch");
    thread.setDaemon(true);
    thread.start();
  }

  /** The listener is told nothing more, but for what it is being told at this moment. */
  @Override
  public void close() {
    closed.countDown();
    OpenStream current = open;
    if (current != null) {
      try {
        current.close();
      } catch (IOException e) {
        // As good as closed.
      }
    }
  }

  private boolean isClosed() {
    return closed.getCount() == 0;
  }

  private void run() {
    Duration pause = FIRST_PAUSE;
    try {
      while (!isClosed()) {
        heard = false;
        for (Endpoint endpoint : sender.endpoints()) {
          follow(endpoint);
        }
        pause = heard ? FIRST_PAUSE : min(pause.multipliedBy(2), LONGEST_PAUSE);
        if (closed.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
          return;
        }
      }
    } catch (HeliosException e) {
      if (!isClosed()) {
        closed.countDown();
        listener.ended(e);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Reads until the connection ends, by itself or because it was closed. */
  private void follow(Endpoint endpoint) {
    if (isClosed()) {
      return;
    }
    Map<String, String> headers = new LinkedHashMap<>(sender.headers());
    headers.put("Accept", "text/event-stream");
    if (!place.isEmpty()) {
      headers.put("Last-Event-ID", place);
    }
    Call call = new Call("GET", request.at(endpoint.address()), headers, null);
    try (OpenStream stream = OpenStream.open(call, CONNECT, SILENCE, verifyHostNames)) {
      open = stream;
      int status = stream.status();
      if (status == 200 && stream.header("Content-Type").startsWith("text/event-stream")) {
        sender.prefer(endpoint);
        listen(stream);
      } else if (status < 500) {
        throw new RequestRejected(
            status, "The master at " + endpoint.shown() + " cannot be watched (" + status + ")");
      }
    } catch (IOException e) {
      // The next master goes on, or this one a little later.
    } finally {
      open = null;
    }
  }

  private void listen(OpenStream stream) throws IOException {
    listener.connected();
    try {
      read(stream);
    } finally {
      if (!isClosed()) {
        listener.disconnected();
      }
    }
  }

  private void read(OpenStream stream) throws IOException {
    try (BufferedReader in =
        new BufferedReader(new InputStreamReader(stream.body(), StandardCharsets.UTF_8))) {
      String name = "";
      @Nullable String id = null;
      List<String> data = new ArrayList<>();
      for (String line = in.readLine(); line != null && !isClosed(); line = in.readLine()) {
        if (line.isEmpty()) {
          tell(name, data);
          // Only now, as a whole: what was cut off is told again.
          place = id == null ? place : id;
          heard = true;
          name = "";
          id = null;
          data.clear();
        } else if (line.startsWith("data: ")) {
          data.add(line.substring("data: ".length()));
        } else if (line.startsWith("event: ")) {
          name = line.substring("event: ".length());
        } else if (line.equals("id")) {
          id = "";
        } else if (line.startsWith("id: ")) {
          id = line.substring("id: ".length());
        }
      }
    }
  }

  private void tell(String name, List<String> data) throws IOException {
    switch (name) {
      case "snapshot", "changes" -> {
        for (String line : data) {
          Watched.read(line).ifPresent(listener::changed);
        }
      }
      case "reset" ->
          listener.reset(
              data.isEmpty() ? "" : Json.tree().readTree(data.get(0)).path("reason").asText(""));
      case "synced" -> listener.synced();
      case "stale" -> listener.stale();
      case "live" -> listener.live();
      default -> {} // A heartbeat, or something newer than this client.
    }
  }

  private static Duration min(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }
}
