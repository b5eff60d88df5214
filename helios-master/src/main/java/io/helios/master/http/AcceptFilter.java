package io.helios.master.http;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Takes whoever accepts anything at its word: the JDK's client prefers HTML and writes {@code *;
 * q=.2}, which is no media type.
 */
@PreMatching
public final class AcceptFilter implements ContainerRequestFilter {
  @Override
  public void filter(ContainerRequestContext request) {
    @Nullable String accept = request.getHeaderString(HttpHeaders.ACCEPT);
    if (accept != null && (acceptsAnything(accept) || !isMediaTypes(accept))) {
      request.getHeaders().putSingle(HttpHeaders.ACCEPT, "*/*");
    }
  }

  private static boolean acceptsAnything(String accept) {
    return Arrays.stream(accept.split(","))
        .map(range -> range.replaceFirst(";.*", "").trim())
        .anyMatch(range -> range.equals("*/*") || range.equals("*"));
  }

  private static boolean isMediaTypes(String accept) {
    return accept.matches(
        "\\s*[\\w.+*!#$&^-]+/[\\w.+*!#$&^-]+(\\s*;[^,]*)?"
            + "(\\s*,\\s*[\\w.+*!#$&^-]+/[\\w.+*!#$&^-]+(\\s*;[^,]*)?)*\\s*");
  }
}
