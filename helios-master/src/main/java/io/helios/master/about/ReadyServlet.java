package io.helios.master.about;

import io.helios.model.json.Json;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** {@code /ready} on the admin port. */
public final class ReadyServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  private final transient Readiness readiness;

  public ReadyServlet(Readiness readiness) {
    this.readiness = readiness;
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Ready ready = Ready.of(readiness.obstacle());
    response.setStatus(ready.status());
    response.setContentType("application/json");
    response.getOutputStream().write(Json.bytes(ready));
  }
}
