package io.helios.agent.http;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Both of the agent's HTTP servers, on a few threads that end when nobody asks. */
public final class AgentHttp implements AutoCloseable {
  private static final int THREADS = 4;
  private static final int BACKLOG = 50;
  // The JDK's server waits for ever for a client that stalls, unless these are set (seconds).
  private static final Map<String, String> STALL_LIMITS =
      Map.of("sun.net.httpserver.maxReqTime", "30", "sun.net.httpserver.maxRspTime", "60");

  private final List<HttpServer> servers = new ArrayList<>();
  private final ExecutorService threads;

  private AgentHttp() {
    var pool =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              var thread = new Thread(task, "agent-http");
              thread.setDaemon(true);
              return thread;
            });
    pool.allowCoreThreadTimeOut(true);
    threads = pool;
  }

  /**
   * Starts listening.
   *
   * @param http for {@code /helios/tasks} and {@code /helios/taskstatus}; port 0 picks one
   * @param admin for {@code /healthcheck}, {@code /metrics}, {@code /images}, {@code /ping} and
   *     {@code /threads}
   * @param checks by the name they are shown under
   * @param metrics what is measured, in both forms
   * @param images what was found at the last look at the host's images
   * @throws IOException when an address cannot be listened on; the message names it, and nothing is
   *     left listening
   */
  public static AgentHttp start(
      InetSocketAddress http,
      InetSocketAddress admin,
      TaskView tasks,
      Map<String, Check> checks,
      Metrics metrics,
      Supplier<Map<String, Object>> images)
      throws IOException {
    STALL_LIMITS.forEach(
        (name, seconds) -> {
          if (System.getProperty(name) == null) {
            System.setProperty(name, seconds);
          }
        });
    var started = new AgentHttp();
    try {
      started.listen(
          http,
          Map.of(
              "/helios/tasks", accept -> Reply.json(200, tasks.tasks()),
              "/helios/taskstatus", accept -> Reply.json(200, tasks.statuses())));
      started.listen(
          admin,
          Map.of(
              "/healthcheck", accept -> health(checks),
              "/images", accept -> Reply.json(200, images.get()),
              "/ping", accept -> Reply.text("pong\n", "text/plain"),
              "/threads", accept -> Reply.text(ThreadDump.text(), "text/plain"),
              "/metrics", accept -> measured(metrics, accept)));
    } catch (IOException e) {
      started.close();
      throw e;
    }
    return started;
  }

  /** What is measured. */
  public interface Metrics {
    /** For Prometheus; those of one name together. */
    List<Metric> numbers();

    /** In the predecessor's form, as a JSON object. */
    Map<String, Object> json();
  }

  /** Prometheus says what it wants; everybody else gets what the predecessor gave. */
  private static Reply measured(Metrics metrics, String accept) {
    boolean text = accept.contains("text/plain") || accept.contains("openmetrics");
    return text
        ? Reply.text(Metric.text(metrics.numbers()), "text/plain; version=0.0.4")
        : Reply.json(200, metrics.json());
  }

  private void listen(InetSocketAddress address, Map<String, Routes.Answer> paths)
      throws IOException {
    try {
      HttpServer server = HttpServer.create(address, BACKLOG);
      server.setExecutor(threads);
      server.createContext("/", new Routes(new TreeMap<>(paths)));
      server.start();
      servers.add(server);
    } catch (BindException e) {
      throw new IOException(
          "cannot listen on %s:%d: %s; is another agent running there?"
              .formatted(address.getHostString(), address.getPort(), e.getMessage()),
          e);
    }
  }

  private static Reply health(Map<String, Check> checks) {
    Map<String, Map<String, Object>> results = new TreeMap<>();
    boolean well = true;
    for (Map.Entry<String, Check> check : checks.entrySet()) {
      Optional<String> complaint = check.getValue().complaint();
      well &= complaint.isEmpty();
      results.put(
          check.getKey(),
          complaint
              .<Map<String, Object>>map(said -> Map.of("healthy", false, "message", said))
              .orElse(Map.of("healthy", true)));
    }
    return Reply.json(well ? 200 : 500, results);
  }

  /** The port listened on, for one that was given as 0. */
  public int httpPort() {
    return servers.get(0).getAddress().getPort();
  }

  public int adminPort() {
    return servers.get(1).getAddress().getPort();
  }

  @Override
  public void close() {
    servers.forEach(server -> server.stop(0));
    threads.shutdownNow();
  }
}
