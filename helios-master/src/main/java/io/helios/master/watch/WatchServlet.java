package io.helios.master.watch;

import io.helios.master.http.BadRequest;
import io.helios.master.http.Headers;
import io.helios.master.http.Message;
import io.helios.master.http.NamePattern;
import io.helios.master.http.Revisions;
import io.helios.master.view.GroupView;
import io.helios.master.view.LiveView;
import io.helios.model.host.HostSelector;
import io.helios.model.json.Json;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /watch}. Not a resource: Jersey writes events on the caller's thread, where one reader
 * that stands still would stop all others.
 */
public final class WatchServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  /** For a master to reach the revision that a reader comes with. */
  private static final Duration LIMIT = Duration.ofSeconds(2);

  private final transient Watchers watchers;
  private final transient LiveView live;
  private final transient Revisions revisions;

  public WatchServlet(Watchers watchers, LiveView live, Revisions revisions) {
    this.watchers = watchers;
    this.live = live;
    this.revisions = revisions;
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (!request.getMethod().equals("GET")) {
      response.setHeader("Allow", "GET");
      answer(response, 405, "Only GET is allowed here");
      return;
    }
    try {
      watch(request, response);
    } catch (BadRequest e) {
      answer(response, 400, String.valueOf(e.getMessage()));
    }
  }

  private void watch(HttpServletRequest request, HttpServletResponse response) throws IOException {
    WatchFilter filter = filter(request);
    if (!live.freshness().complete()) {
      busy(response, "this master is not ready: the cluster is being read from ZooKeeper");
      return;
    } else if (watchers.isFull()) {
      busy(response, "this master has as many watchers as it takes");
      return;
    }
    @Nullable String seen = request.getHeader(WatchParameter.MIN_REVISION.key());
    OptionalLong least = seen == null ? OptionalLong.empty() : revisions.revision(seen.trim());
    if (least.isPresent() && !reached(least.getAsLong())) {
      busy(response, "this master has not come as far as the reader");
      return;
    }
    @Nullable String token = request.getHeader(WatchParameter.LAST_EVENT_ID.key());
    if (token == null || token.isBlank()) {
      token = request.getParameter(WatchParameter.FROM.key());
    }
    OptionalLong from = OptionalLong.empty();
    String reason = "begin";
    if (token != null && !token.isBlank()) {
      from = revisions.revision(token.trim());
      reason = "the revision is not one of this cluster";
      if (from.isPresent() && !reached(from.getAsLong())) {
        from = OptionalLong.empty();
        reason = "this master knows less than the last one";
      }
    }
    response.setStatus(200);
    response.setContentType("text/event-stream;charset=utf-8");
    response.setHeader("Cache-Control", "no-store");
    response.setHeader("X-Accel-Buffering", "no");
    response.setHeader("Access-Control-Allow-Origin", "*");
    @Nullable String now = revisions.token(live.revision()).orElse(null);
    if (now != null) {
      response.setHeader(Headers.REVISION, now);
    }
    AsyncContext context = request.startAsync();
    context.setTimeout(0);
    watchers.add(context, response.getOutputStream(), filter, from, reason);
  }

  /** Whether everything up to the revision is here, or may yet come when ZooKeeper is back. */
  private boolean reached(long revision) {
    try {
      return live.awaitRevision(revision, LIMIT) || !live.freshness().live();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private WatchFilter filter(HttpServletRequest request) {
    EnumSet<WatchFilter.Kind> kinds = EnumSet.noneOf(WatchFilter.Kind.class);
    for (String name : values(request, WatchParameter.KIND)) {
      for (String part : name.split(",")) {
        kinds.add(kind(part.trim()));
      }
    }
    List<HostSelector> selectors = new ArrayList<>();
    for (String text : values(request, WatchParameter.SELECTOR)) {
      selectors.add(
          HostSelector.parse(text)
              .orElseThrow(() -> new BadRequest("Invalid host selector: " + text)));
    }
    @Nullable String pattern = request.getParameter(WatchParameter.HOST_PATTERN.key());
    return new WatchFilter(
        kinds.isEmpty() ? EnumSet.allOf(WatchFilter.Kind.class) : kinds,
        Set.copyOf(values(request, WatchParameter.JOB)),
        Set.copyOf(values(request, WatchParameter.HOST)),
        pattern == null ? null : new NamePattern(pattern),
        List.copyOf(selectors),
        request.getParameter(WatchParameter.GROUP.key()),
        this::selectorsOf);
  }

  private List<HostSelector> selectorsOf(String group) {
    return live.view()
        .group(group)
        .map(GroupView::config)
        .map(config -> config.value().hostSelectors())
        .orElse(List.of());
  }

  private static WatchFilter.Kind kind(String name) {
    for (WatchFilter.Kind kind : WatchFilter.Kind.values()) {
      if (kind.name().toLowerCase(Locale.ROOT).equals(name)) {
        return kind;
      }
    }
    throw new BadRequest("Invalid kind: '" + name + "', one of host, job, task, group is expected");
  }

  private static List<String> values(HttpServletRequest request, WatchParameter parameter) {
    String @Nullable [] values = request.getParameterValues(parameter.key());
    return values == null ? List.of() : List.of(values);
  }

  private static void busy(HttpServletResponse response, String why) throws IOException {
    response.setHeader("Retry-After", "1");
    answer(response, 503, why);
  }

  private static void answer(HttpServletResponse response, int status, String message)
      throws IOException {
    response.setStatus(status);
    response.setContentType("application/json");
    response.getOutputStream().write(Json.bytes(new Message(message)));
  }
}
