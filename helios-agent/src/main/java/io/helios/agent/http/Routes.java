package io.helios.agent.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Exact paths that can be read; everything else gets an answer that says why not. */
final class Routes implements HttpHandler {
  private static final Logger log = LoggerFactory.getLogger(Routes.class);
  private final Map<String, Answer> paths;

  /** What is said at one path. */
  interface Answer {
    /**
     * The reply to one request.
     *
     * @param accept what the client would like to get; empty if it did not say
     */
    Reply to(String accept);
  }

  Routes(Map<String, Answer> paths) {
    this.paths = paths;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Reply reply = reply(exchange);
      exchange.getResponseHeaders().set("Content-Type", reply.contentType());
      if (reply.status() == 405) {
        exchange.getResponseHeaders().set("Allow", "GET, HEAD");
      }
      if (exchange.getRequestMethod().equals("HEAD")) {
        exchange.sendResponseHeaders(reply.status(), -1);
        return;
      }
      exchange.sendResponseHeaders(reply.status(), reply.body().length);
      exchange.getResponseBody().write(reply.body());
    }
  }

  private Reply reply(HttpExchange exchange) {
    String path = exchange.getRequestURI().getPath();
    Answer answer = path == null ? null : paths.get(path);
    if (answer == null) {
      return Reply.error(404, "nothing here; known paths: " + String.join(", ", paths.keySet()));
    }
    String method = exchange.getRequestMethod();
    if (!method.equals("GET") && !method.equals("HEAD")) {
      return Reply.error(405, "only GET is possible here");
    }
    try {
      String accept = exchange.getRequestHeaders().getFirst("Accept");
      return answer.to(accept == null ? "" : accept);
    } catch (RuntimeException e) {
      log.warn("no answer for GET {}", path, e);
      return Reply.error(500, "the agent could not answer; see its log");
    }
  }
}
