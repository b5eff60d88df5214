package io.helios.master.http;

import io.helios.master.view.LiveView;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import java.util.ArrayList;
import java.util.List;

/** Says on every answer how far the view had come, and whether it may be old. */
public final class RevisionFilter implements ContainerResponseFilter {
  private final LiveView live;
  private final Revisions revisions;

  public RevisionFilter(LiveView live, Revisions revisions) {
    this.live = live;
    this.revisions = revisions;
  }

  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response) {
    if (live.freshness().complete()) {
      revisions
          .token(live.revision())
          .ifPresent(token -> response.getHeaders().putIfAbsent(Headers.REVISION, one(token)));
      live.staleFor()
          .ifPresent(age -> response.getHeaders().putSingle(Headers.STALE, "" + age.toSeconds()));
    }
  }

  private static List<Object> one(String token) {
    return new ArrayList<>(List.of(token));
  }
}
