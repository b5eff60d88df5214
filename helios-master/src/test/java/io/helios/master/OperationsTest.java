package io.helios.master;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.helios.coordination.layout.Paths;
import io.helios.master.fixtures.Http;
import io.helios.master.fixtures.Reply;
import io.helios.model.job.JobHash;
import io.helios.model.job.JobId;
import io.helios.model.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OperationsTest {
  @TempDir Path directory;
  private MasterFixture cluster;

  @BeforeEach
  void start() throws Exception {
    cluster = MasterFixture.started(directory);
  }

  @AfterEach
  void close() {
    cluster.close();
  }

  @Test
  void requests_are_counted_under_the_names_of_the_predecessor_and_400_is_the_users_error()
      throws Exception {
    JobId job = cluster.create(MasterFixture.job("web"));
    cluster.get("/jobs");
    cluster.get("/history/jobs/" + job);
    cluster.send("POST", "/jobs", "{}", "Helios-Version: 0.9.45");
    cluster.get("/jobs/nothing:1:0000000000000000000000000000000000000000");
    JsonNode metrics = Json.http().readTree(admin("/metrics").text());
    JsonNode counters = metrics.path("counters");
    assertThat(count(counters, "helios.master.JobsResource#create_count_success")).isEqualTo(1);
    assertThat(count(counters, "helios.master.JobsResource#create_count_usererror")).isEqualTo(1);
    assertThat(count(counters, "helios.master.JobsResource#create_count_failures")).isZero();
    assertThat(count(counters, "helios.master.JobsResource#get_count_success")).isEqualTo(1);
    JsonNode meters = metrics.path("meters");
    assertThat(count(meters, "helios.master_meter_client_version.0.9.45")).isEqualTo(1);
    assertThat(count(metrics.path("timers"), "helios.zookeeper.transaction")).isPositive();
    for (String size : List.of("jobs_in_job_list", "events_in_job_history")) {
      assertThat(count(metrics.path("histograms"), "helios.master_" + size)).as(size).isEqualTo(1);
    }
    assertThat(metrics.path("gauges").path("helios.zookeeper.ok").path("value").asInt())
        .isEqualTo(1);
  }

  @Test
  void prometheus_gets_its_own_format_under_the_same_path() {
    cluster.create(MasterFixture.job("web"));
    Reply reply = admin("/metrics", "Accept: text/plain;version=0.0.4;q=0.5,*/*;q=0.1");
    assertThat(reply.text())
        .contains("# TYPE helios_master_JobsResource_create_meter_success_total counter\n")
        .contains("\nhelios_master_JobsResource_create_meter_success_total 1\n")
        .contains("helios_zookeeper_transaction_seconds{quantile=\"0.99\"} ")
        .contains("\nhelios_master_events_audit_log_dropped 0\n")
        .contains("jvm_memory_heap_used ");
    assertThat(reply.text().lines().filter(line -> !line.startsWith("#")))
        .allMatch(line -> line.matches("[a-zA-Z_:][a-zA-Z0-9_:]*(\\{[^}]*\\})? [-+.0-9eEINaf]+"));
  }

  @Test
  void the_admin_port_tells_whether_it_lives_and_whether_it_is_ready() {
    assertThat(admin("/ping").text()).startsWith("pong");
    assertThat(admin("/ready").status()).isEqualTo(200);
    Reply healthy = admin("/healthcheck");
    assertThat(healthy.status()).isEqualTo(200);
    for (String check : List.of("deadlocks", "zookeeper")) {
      assertThat(healthy.at("/" + check + "/healthy").asBoolean()).as(check).isTrue();
    }
    cluster.tree.disconnect();
    await().atMost(Duration.ofSeconds(20)).until(() -> admin("/ready").status() == 503);
    assertThat(admin("/ping").status()).isEqualTo(200);
    assertThat(admin("/healthcheck").status()).isEqualTo(500);
  }

  @Test
  void a_request_in_flight_is_finished_before_the_master_stops() throws Exception {
    String body = Json.text(MasterFixture.job("late"));
    int port = cluster.master.httpPort();
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      OutputStream out = socket.getOutputStream();
      out.write(
          ("POST /jobs?user=x HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                  + "Expect: 100-continue\r\nConnection: close\r\nContent-Length: "
                  + body.length()
                  + "\r\n\r\n")
              .getBytes(StandardCharsets.UTF_8));
      out.flush();
      InputStream in = socket.getInputStream();
      // The server asks for the body, so the request is in flight.
      byte[] asked = in.readNBytes("HTTP/1.1 100 Continue\r\n\r\n".length());
      assertThat(new String(asked, StandardCharsets.UTF_8)).contains("100");
      CompletableFuture<Void> stopped = CompletableFuture.runAsync(cluster.master::stop);
      await().atMost(Duration.ofSeconds(20)).until(() -> !accepts(port));
      assertThat(stopped).isNotDone();
      out.write(body.getBytes(StandardCharsets.UTF_8));
      out.flush();
      String answer = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      assertThat(answer).startsWith("HTTP/1.1 200").contains("late:1");
      stopped.get();
    }
    assertThat(cluster.store.everything())
        .containsKey(Paths.job(JobHash.identify(MasterFixture.job("late")).id()));
  }

  private static boolean accepts(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  private Reply admin(String path, String... headers) {
    return Http.send(
        cluster.master.adminPort(), Http.request("GET", path, List.of(headers), new byte[0]));
  }

  private static long count(JsonNode metrics, String name) {
    return metrics.path(name).path("count").asLong();
  }
}
