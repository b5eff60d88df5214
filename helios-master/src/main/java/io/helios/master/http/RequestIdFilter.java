package io.helios.master.http;

import io.helios.master.receipt.Receipts;
import jakarta.annotation.Priority;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Notes under which id a client wants to write, and what exactly, before anything is done. */
@NeedsView
@Priority(Priorities.USER + 100) // Behind the limit for bodies, which it reads.
public final class RequestIdFilter implements ContainerRequestFilter, ContainerResponseFilter {
  private static final Pattern LEGAL = Pattern.compile("[0-9A-Za-z][0-9A-Za-z_.-]{0,63}");
  private static final Set<String> WRITES =
      Set.of(HttpMethod.PUT, HttpMethod.POST, HttpMethod.PATCH, HttpMethod.DELETE);

  private final Receipts receipts;

  public RequestIdFilter(Receipts receipts) {
    this.receipts = receipts;
  }

  @Override
  public void filter(ContainerRequestContext request) {
    receipts.end();
    @Nullable String id = request.getHeaderString(Headers.REQUEST_ID);
    if (id == null || !WRITES.contains(request.getMethod())) {
      return;
    }
    if (!LEGAL.matcher(id).matches()) {
      throw new BadRequest(
          Headers.REQUEST_ID + " must be 1 to 64 of [0-9A-Za-z_.-], a letter or digit first");
    }
    receipts.begin(id, content(request, body(request)));
  }

  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response) {
    receipts.end();
  }

  private static byte[] body(ContainerRequestContext request) {
    try {
      byte[] body = request.hasEntity() ? request.getEntityStream().readAllBytes() : new byte[0];
      request.setEntityStream(new ByteArrayInputStream(body));
      return body;
    } catch (IOException e) {
      throw new BadRequest("The body cannot be read");
    }
  }

  private static String content(ContainerRequestContext request, byte[] body) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      URI uri = request.getUriInfo().getRequestUri();
      String head = request.getMethod() + " " + uri.getRawPath() + "?" + uri.getRawQuery() + "\n";
      digest.update(head.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest.digest(body));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
