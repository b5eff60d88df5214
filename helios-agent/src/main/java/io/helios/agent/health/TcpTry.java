package io.helios.agent.health;

import io.helios.agent.health.HealthProbe.Result;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A TCP connection, made and dropped. */
final class TcpTry {
  private static final Duration CONNECT = Duration.ofMillis(500);
  private static final int HANG_UP_MILLIS = 200;

  private TcpTry() {}

  /**
   * Connects.
   *
   * @param given how long that may take; null means the default
   */
  static Result connect(String address, int port, @Nullable Duration given) {
    int limit = Math.toIntExact((given == null ? CONNECT : given).toMillis());
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(address, port), limit);
      return socket.getInetAddress().isLoopbackAddress() ? unlessHungUp(socket) : Result.pass();
    } catch (SocketTimeoutException e) {
      return Result.fail("no TCP connection to %s:%d within %d ms".formatted(address, port, limit));
    } catch (IOException e) {
      return Result.fail("no TCP connection to %s:%d: %s".formatted(address, port, e.getMessage()));
    }
  }

  /**
   * On loopback it may be the engine's proxy that accepted: it hangs up at once when nobody listens
   * behind it.
   */
  private static Result unlessHungUp(Socket socket) throws IOException {
    socket.setSoTimeout(HANG_UP_MILLIS);
    try {
      if (socket.getInputStream().read() >= 0) {
        return Result.pass();
      }
    } catch (SocketTimeoutException stillThere) {
      return Result.pass();
    }
    return Result.fail(
        "port " + socket.getPort() + " accepts TCP connections and ends them at once");
  }
}
