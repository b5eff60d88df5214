package io.helios.master.metric;

import com.codahale.metrics.MetricRegistry;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Prometheus says what it wants; everybody else gets what the predecessor gave. */
public final class PrometheusFilter extends HttpFilter {
  private static final long serialVersionUID = 1L;

  private final transient MetricRegistry registry;

  public PrometheusFilter(MetricRegistry registry) {
    this.registry = registry;
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    String accept = String.valueOf(request.getHeader("Accept"));
    if (accept.contains("text/plain") || accept.contains("openmetrics")) {
      response.setContentType("text/plain; version=0.0.4; charset=utf-8");
      response.getWriter().write(PrometheusText.of(registry));
    } else {
      chain.doFilter(request, response);
    }
  }
}
