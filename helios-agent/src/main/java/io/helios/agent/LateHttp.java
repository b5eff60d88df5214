package io.helios.agent;

import io.helios.agent.condition.Conditions;
import io.helios.agent.http.AgentHttp;
import java.io.IOException;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** The agent's HTTP, which begins when its addresses are free: no container depends on it. */
final class LateHttp implements AutoCloseable {
  private final Listening listening;
  private final Conditions conditions;
  private @Nullable AgentHttp http;
  private boolean closed;

  /** Listens where the agent was told to. */
  interface Listening {
    AgentHttp start() throws IOException;
  }

  LateHttp(Listening listening, Conditions conditions) {
    this.listening = listening;
    this.conditions = conditions;
  }

  /** Begins, unless that was done. */
  synchronized void begin() {
    if (http != null || closed) {
      return;
    }
    try {
      http = listening.start();
      conditions.end(Conditions.HTTP);
    } catch (IOException e) {
      conditions.begin(
          Conditions.HTTP, e.getMessage() + "; tried again, everything else goes on meanwhile");
    }
  }

  /** Of the API; empty before it has begun. */
  synchronized OptionalInt port() {
    return http == null ? OptionalInt.empty() : OptionalInt.of(http.httpPort());
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (http != null) {
      http.close();
    }
  }
}
