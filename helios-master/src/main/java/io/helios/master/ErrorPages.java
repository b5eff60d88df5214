package io.helios.master;

import io.helios.master.http.Headers;
import io.helios.master.http.Message;
import io.helios.model.api.Version;
import io.helios.model.api.VersionStatus;
import io.helios.model.json.Json;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * What the HTTP server itself refuses, because it is not HTTP or no address, is answered in JSON
 * with our headers as everything else is.
 */
final class ErrorPages extends ErrorHandler {
  private final Version server;

  ErrorPages(Version server) {
    this.server = server;
  }

  @Override
  public boolean errorPageForMethod(String method) {
    return true;
  }

  @Override
  protected void generateResponse(
      Request request,
      Response response,
      int code,
      @Nullable String message,
      @Nullable Throwable cause,
      Callback callback) {
    int status = code == HttpStatus.HTTP_VERSION_NOT_SUPPORTED_505 ? 400 : code;
    response.setStatus(status);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
    response.getHeaders().put(Headers.SERVER_VERSION, server.toString());
    String client = request.getHeaders().get(Headers.VERSION);
    response.getHeaders().put(Headers.VERSION_STATUS, VersionStatus.of(client, server).name());
    String words = message == null ? HttpStatus.getMessage(code) : message;
    response.write(true, ByteBuffer.wrap(Json.bytes(new Message(words))), callback);
  }
}
