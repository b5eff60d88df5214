package io.helios.master.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.helios.master.event.Event;
import io.helios.master.event.Events;
import io.helios.model.json.Json;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MultivaluedMap;
import java.lang.reflect.Method;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.glassfish.jersey.server.ExtendedUriInfo;
import org.glassfish.jersey.server.model.ResourceMethod;
import org.jspecify.annotations.Nullable;

/**
 * Tells of every request that changes something, or wanted to. Neither the query nor the body is
 * told, for tokens and environments stand there.
 */
public final class EventFilter implements ContainerResponseFilter {
  private static final Set<String> WRITES =
      Set.of(HttpMethod.PUT, HttpMethod.POST, HttpMethod.PATCH, HttpMethod.DELETE);
  private static final int LONGEST_REASON = 1_000;
  private static final int MOST_HOSTS = 200;

  private final Events events;
  private final Clock clock;

  @Context private @Nullable HttpServletRequest servlet;

  public EventFilter(Events events, Clock clock) {
    this.events = events;
    this.clock = clock;
  }

  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response) {
    if (WRITES.contains(request.getMethod())) {
      method(request)
          .filter(it -> !it.isAnnotationPresent(Reads.class))
          .ifPresent(it -> events.publish(event(it, request, response)));
    }
  }

  /** The resource's method that answers; empty when there is none. */
  static Optional<Method> method(ContainerRequestContext request) {
    // Nothing matched: there was nothing to change.
    return request.getUriInfo() instanceof ExtendedUriInfo info
        ? Optional.ofNullable(info.getMatchedResourceMethod())
            .map(ResourceMethod::getInvocable)
            .map(it -> it.getDefinitionMethod())
        : Optional.empty();
  }

  private Event event(
      Method method, ContainerRequestContext request, ContainerResponseContext response) {
    JsonNode answer = answer(response.getEntity());
    int status = response.getStatus();
    Event.Outcome outcome =
        status < 400
            ? Event.Outcome.DONE
            : status < 500 ? Event.Outcome.REFUSED : Event.Outcome.FAILED;
    MultivaluedMap<String, String> query = request.getUriInfo().getQueryParameters();
    return Event.by(clock.instant(), type(method), query.getFirst("user"))
        .about(about(request, answer))
        .ended(outcome)
        .because(outcome == Event.Outcome.DONE ? null : reason(answer))
        .request(
            servlet == null ? null : servlet.getRemoteAddr(),
            status,
            request.getHeaderString(Headers.REQUEST_ID));
  }

  /** Such as {@code jobs.create}: the resource, and what was asked of it. */
  private static String type(Method method) {
    String resource = method.getDeclaringClass().getSimpleName().replaceFirst("Resource$", "");
    return resource.substring(0, 1).toLowerCase(Locale.ROOT)
        + resource.substring(1)
        + "."
        + method.getName();
  }

  private static Map<String, String> about(ContainerRequestContext request, JsonNode answer) {
    Map<String, String> names = new TreeMap<>();
    request
        .getUriInfo()
        .getPathParameters()
        .forEach((name, values) -> names.put(name, values.get(0)));
    boolean job = request.getUriInfo().getPath().startsWith("jobs");
    String id = names.remove("id");
    if (id == null && job && answer.path("id").isTextual()) {
      id = answer.path("id").asText();
    }
    if (id != null) {
      names.put(job ? "job" : "id", id);
    }
    if (answer.path("results").isArray()) {
      names.put("hosts", hosts(answer.path("results")));
    }
    return names;
  }

  /** Where a batch was carried out; the first of very many. */
  private static String hosts(JsonNode results) {
    List<String> done = new ArrayList<>();
    for (JsonNode result : results) {
      if (result.path("status").asText().equals("OK")) {
        done.add(result.path("host").asText());
      }
    }
    String first = String.join(" ", done.subList(0, Math.min(done.size(), MOST_HOSTS)));
    return done.size() > MOST_HOSTS
        ? first + " and " + (done.size() - MOST_HOSTS) + " more"
        : first;
  }

  private static @Nullable String reason(JsonNode answer) {
    String said = answer.path("message").asText("");
    String status = answer.path("status").asText("");
    String errors = answer.path("errors").isEmpty() ? "" : answer.path("errors").toString();
    String all = String.join(" ", status, said, errors).strip();
    if (all.isEmpty()) {
      return null;
    }
    return all.length() > LONGEST_REASON ? all.substring(0, LONGEST_REASON) : all;
  }

  private static JsonNode answer(@Nullable Object entity) {
    if (entity == null || entity instanceof CharSequence || entity instanceof byte[]) {
      return Json.http().missingNode();
    }
    try {
      return Json.http().valueToTree(entity);
    } catch (IllegalArgumentException e) {
      return Json.http().missingNode(); // A stream or the like.
    }
  }
}
