package io.helios.master.http;

import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MultivaluedMap;
import org.jspecify.annotations.Nullable;

/** Lets web pages of any origin in, and answers {@code OPTIONS} without a body. */
public final class CorsFilter implements ContainerResponseFilter {
  private static final String METHODS = "OPTIONS,GET,PUT,POST,PATCH,DELETE,HEAD";
  private static final String REQUEST_HEADERS =
      "X-Requested-With,Content-Type,Accept,Origin,"
          + String.join(
              ",", Headers.VERSION, Headers.MIN_REVISION, Headers.REQUEST_ID, "If-None-Match");
  private static final String RESPONSE_HEADERS =
      String.join(
          ",",
          Headers.REVISION,
          Headers.STALE,
          Headers.REPLAYED,
          Headers.NEXT_PAGE,
          "ETag",
          Headers.SERVER_VERSION,
          Headers.VERSION_STATUS);

  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response) {
    MultivaluedMap<String, Object> headers = response.getHeaders();
    @Nullable String origin = request.getHeaderString("Origin");
    boolean options = request.getMethod().equals(HttpMethod.OPTIONS);
    if (origin != null) {
      headers.putSingle("Access-Control-Allow-Origin", origin);
      headers.putSingle("Access-Control-Allow-Credentials", "true");
      headers.putSingle("Access-Control-Expose-Headers", RESPONSE_HEADERS);
      headers.add("Vary", "Origin");
      if (options) {
        headers.putSingle("Access-Control-Allow-Methods", METHODS);
        headers.putSingle("Access-Control-Allow-Headers", REQUEST_HEADERS);
        headers.putSingle("Access-Control-Max-Age", "1800");
      }
    }
    if (options && response.getStatus() == 200) {
      response.setStatus(204);
      response.setEntity(null);
      headers.remove(HttpHeaders.CONTENT_TYPE);
    }
  }
}
