package io.helios.master.http;

import io.helios.model.api.Version;
import io.helios.model.api.VersionStatus;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;

/**
 * Compares versions before anything else happens, and tells the outcome on every answer. Clients
 * published before this code line repeat a request only for 502, which to them means that the
 * master is down; they get it in place of 503.
 */
@PreMatching
public final class VersionFilter implements ContainerRequestFilter, ContainerResponseFilter {
  private static final int UPGRADE_REQUIRED = 426;
  private static final int FIRST_MINOR_OF_OURS = 10;

  private final Version server;

  public VersionFilter(Version server) {
    this.server = server;
  }

  @Override
  public void filter(ContainerRequestContext request) {
    switch (status(request)) {
      case INVALID -> refuse(request, 400, "Helios client version format is bogus - expect n.n.n");
      case INCOMPATIBLE ->
          refuse(
              request,
              UPGRADE_REQUIRED,
              "Your client version is incompatible with the server version " + server);
      case MISSING, EQUAL, COMPATIBLE, MAYBE -> {}
    }
  }

  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response) {
    response.getHeaders().putSingle(Headers.SERVER_VERSION, server.toString());
    response.getHeaders().putSingle(Headers.VERSION_STATUS, status(request).name());
    if (response.getStatus() == 503 && isPublished(request)) {
      response.setStatus(502);
    }
  }

  private static boolean isPublished(ContainerRequestContext request) {
    return Optional.ofNullable(request.getHeaderString(Headers.VERSION))
        .flatMap(Version::parse)
        .filter(client -> client.major() == 0 && client.minor() < FIRST_MINOR_OF_OURS)
        .isPresent();
  }

  private VersionStatus status(ContainerRequestContext request) {
    return VersionStatus.of(request.getHeaderString(Headers.VERSION), server);
  }

  private static void refuse(ContainerRequestContext request, int status, String message) {
    request.abortWith(
        Response.status(status)
            .type(MediaType.APPLICATION_JSON_TYPE)
            .entity(new Message(message))
            .build());
  }
}
