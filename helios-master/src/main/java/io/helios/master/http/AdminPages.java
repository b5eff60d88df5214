package io.helios.master.http;

import io.helios.model.json.Json;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.Set;

/**
 * Lets through to the admin port what is documented, and nothing else of what its libraries bring
 * along: these have pages that can be told to take as long as one likes.
 */
public final class AdminPages extends HttpFilter {
  private static final long serialVersionUID = 1L;
  private static final String COLLECT = "/tasks/gc";
  private static final Set<String> PAGES =
      Set.of("/", "/ping", "/ready", "/healthcheck", "/metrics", "/threads");

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    String path = request.getRequestURI();
    String method = request.getMethod();
    if (path.equals(COLLECT)) {
      if (!method.equals("POST")) {
        refuse(response, 405, "POST it");
      } else if (request.getQueryString() != null || hasBody(request)) {
        refuse(response, 400, COLLECT + " takes neither parameters nor a body");
      } else {
        chain.doFilter(request, response);
      }
    } else if (!PAGES.contains(path)) {
      refuse(response, 404, "no such page; there are " + COLLECT + " and " + pages());
    } else if (!method.equals("GET") && !method.equals("HEAD")) {
      refuse(response, 405, "GET it");
    } else {
      chain.doFilter(request, response);
    }
  }

  private static boolean hasBody(HttpServletRequest request) {
    return request.getContentLengthLong() > 0 || request.getHeader("Transfer-Encoding") != null;
  }

  private static String pages() {
    return String.join(", ", PAGES.stream().sorted().toList());
  }

  private static void refuse(HttpServletResponse response, int status, String message)
      throws IOException {
    response.setStatus(status);
    response.setContentType("application/json");
    response.getOutputStream().write(Json.bytes(Map.of("message", message)));
  }
}
