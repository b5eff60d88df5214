package io.helios.master.http;

import jakarta.annotation.Priority;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import java.net.URI;
import java.util.regex.Pattern;

/**
 * Takes paths as published clients and careless scripts write them: encoded twice, and with more
 * slashes than needed before and behind. An empty name in between is nobody's.
 */
@PreMatching
@Priority(1) // Whoever looks at the path sees it put right.
public final class PathFilter implements ContainerRequestFilter {
  private static final Pattern ENCODED_TWICE = Pattern.compile("%25(?=[0-9A-Fa-f]{2})");
  private static final Pattern SLASHES_AROUND = Pattern.compile("^/{2,}|(?<=[^/])/{2,}$");

  @Override
  public void filter(ContainerRequestContext request) {
    URI uri = request.getUriInfo().getRequestUri();
    String raw = uri.getRawPath();
    String path = righted(raw);
    if (!path.equals(raw)) {
      String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
      request.setRequestUri(
          request.getUriInfo().getBaseUri(),
          URI.create(uri.getScheme() + "://" + uri.getRawAuthority() + path + query));
    }
  }

  static String righted(String path) {
    return SLASHES_AROUND.matcher(ENCODED_TWICE.matcher(path).replaceAll("%")).replaceAll("/");
  }
}
