package io.helios.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.helios.client.fixtures.ScriptedMaster;
import io.helios.client.fixtures.ScriptedMaster.Answer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FailoverTest {
  private final List<AutoCloseable> open = new ArrayList<>();
  private final List<String> notices = Collections.synchronizedList(new ArrayList<>());

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : open) {
      each.close();
    }
  }

  private ScriptedMaster master() {
    ScriptedMaster master = new ScriptedMaster().on("GET", "/hosts", "[\"h\"]");
    open.add(master);
    return master;
  }

  /** A port where nobody listens. */
  private static String nobody() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return "http://127.0.0.1:" + socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private HeliosClient client(boolean light, int retrySeconds, String... endpoints) {
    return clientWith(light, retrySeconds, 20_000, endpoints);
  }

  /** One that soon gives up a master that does not answer. */
  private HeliosClient impatient(boolean light, int retrySeconds, String... endpoints) {
    return clientWith(light, retrySeconds, 1_000, endpoints);
  }

  private HeliosClient clientWith(
      boolean light, int retrySeconds, int requestMillis, String... endpoints) {
    HeliosClient client =
        HeliosClient.newBuilder()
            .setEndpointStrings(List.of(endpoints))
            .setUser("u")
            .setHttpTimeout(requestMillis, TimeUnit.MILLISECONDS)
            .setRetryTimeout(retrySeconds, TimeUnit.SECONDS)
            .setShortLived(light)
            .setNotices(notices::add)
            .build();
    open.add(client);
    return client;
  }

  private static HeliosException failure(CompletableFuture<?> future) {
    Throwable thrown = catchThrowable(() -> future.orTimeout(20, TimeUnit.SECONDS).join());
    assertThat(thrown).isInstanceOf(CompletionException.class);
    return (HeliosException) thrown.getCause();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_master_that_is_away_is_passed_over_within_the_same_round(boolean light) {
    ScriptedMaster alive = master();
    HeliosClient client = client(light, 0, nobody(), nobody(), alive.url());

    for (int i = 0; i < 5; i++) {
      assertThat(client.listHosts().join()).containsExactly("h");
    }
    assertThat(notices).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void nobody_there_is_told_in_words(boolean light) {
    String nobody = nobody();

    assertThat(failure(client(light, 0, nobody).listHosts()))
        .isInstanceOf(MasterUnreachable.class)
        .hasMessage(
            "Cannot connect to "
                + nobody
                + ": connection refused. Is a master running there, and is the address right?");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_name_that_does_not_resolve_is_told_in_words(boolean light) {
    assertThat(failure(client(light, 0, "http://nobody.invalid:5801").listHosts()))
        .isInstanceOf(MasterUnreachable.class)
        .hasMessageContaining(
            "Cannot connect to http://nobody.invalid:5801: unknown host nobody.invalid");
  }

  @ParameterizedTest
  @CsvSource({"502,true", "502,false", "503,true", "503,false"})
  void a_master_that_is_not_ready_is_asked_again(int status, boolean light) {
    ScriptedMaster master = master();
    master.inTurn(
        "GET", "/hosts", Answer.of(status, ""), Answer.of(status, ""), Answer.json("[\"x\"]"));

    assertThat(client(light, 10, master.url()).listHosts().join()).containsExactly("x");
    assertThat(master.received()).hasSize(3);
    assertThat(notices).hasSize(1);
    assertThat(notices.get(0)).contains("is not ready (HTTP " + status).contains("trying again");
  }

  @ParameterizedTest
  @ValueSource(ints = {502, 503})
  void what_a_master_says_of_why_it_is_not_ready_is_told(int status) {
    ScriptedMaster master = master();
    Answer refusal = Answer.of(status, "{\"code\":503,\"message\":\"ZooKeeper is away\"}");
    master.inTurn("GET", "/hosts", refusal, refusal, Answer.json("[\"x\"]"));

    assertThat(client(true, 10, master.url()).listHosts().join()).containsExactly("x");
    String said =
        "The master at " + master.url() + " answers (HTTP " + status + "): ZooKeeper is away";
    assertThat(notices).as("once").hasSize(1);
    assertThat(notices.get(0))
        .startsWith(said + "; trying again for up to ")
        .endsWith(" s (Ctrl-C ends it)");

    master.on("GET", "/hosts", request -> refusal);
    assertThat(failure(client(true, 0, master.url()).listHosts())).hasMessage(said);
  }

  @Test
  void a_retry_that_ends_within_a_second_is_not_announced() {
    failure(client(true, 1, nobody()).listHosts());

    assertThat(notices).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void answers_of_a_master_that_has_lost_zookeeper_are_called_old_once(boolean light) {
    ScriptedMaster master = master();
    HeliosClient client = client(light, 0, master.url());
    client.listHosts().join();
    assertThat(notices).isEmpty();

    master.on("GET", "/hosts", request -> Answer.json("[\"h\"]").with("Helios-Stale", "244"));
    client.listHosts().join();
    client.listHosts().join();

    assertThat(notices)
        .containsExactly(
            "What the master at "
                + master.url()
                + " tells may be 244 s old: it has lost ZooKeeper");
  }

  @Test
  void another_obstacle_while_waiting_is_told_too() {
    ScriptedMaster master = master();
    master.inTurn(
        "GET",
        "/hosts",
        Answer.of(503, "{\"message\":\"one\"}"),
        Answer.of(503, "{\"message\":\"two\"}"),
        Answer.json("[\"x\"]"));

    client(true, 10, master.url()).listHosts().join();

    assertThat(notices).hasSize(2);
    assertThat(notices.get(1)).contains("two");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void https_where_plain_http_is_spoken_fails_at_once_and_says_so(boolean light)
      throws IOException {
    ServerSocket plain = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    open.add(plain);
    Thread answering = new Thread(() -> answerInPlainText(plain));
    answering.setDaemon(true);
    answering.start();
    String secure = "https://127.0.0.1:" + plain.getLocalPort();

    assertThat(failure(client(light, 60, secure).listHosts()))
        .hasMessage(
            "No secure connection to "
                + secure
                + ": what listens there does not speak TLS; try http:// instead of https://");
    assertThat(notices).isEmpty();
  }

  /** As Jetty does to what is no HTTP; the JDK's server would wait for more. */
  private static void answerInPlainText(ServerSocket server) {
    try {
      while (true) {
        try (Socket socket = server.accept()) {
          socket.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(UTF_8));
          socket.getInputStream().readAllBytes();
        } catch (SocketException e) {
          if (server.isClosed()) {
            return;
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://h:0", "http://h:65536", "http://h:99999"})
  void a_port_that_cannot_be_is_refused(String endpoint) {
    assertThatThrownBy(() -> HeliosClientBuilder.endpoint(endpoint))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(endpoint)
        .hasMessageContaining("its port is not between 1 and 65535");
  }

  @Test
  void retry_after_is_honoured_and_the_window_is_not_overstepped() {
    ScriptedMaster master = master();
    master.on("GET", "/hosts", request -> Answer.of(503, "").with("Retry-After", "20"));

    assertThat(failure(client(true, 5, master.url()).listHosts()))
        .isInstanceOf(MasterUnreachable.class)
        .hasMessageContaining("is not ready (HTTP 503");
    assertThat(master.received()).as("no time for a second try").hasSize(1);
  }

  @Test
  void an_error_of_the_master_is_not_retried() {
    ScriptedMaster master = master();
    master.on("GET", "/hosts", request -> Answer.of(500, "{\"message\":\"oops\"}"));

    assertThat(failure(client(true, 10, master.url()).listHosts()))
        .isInstanceOf(RequestRejected.class)
        .hasMessageEndingWith("(HTTP 500): oops");
    assertThat(master.received()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_master_that_does_not_answer_in_time_is_left_for_another(boolean light) {
    CountDownLatch end = new CountDownLatch(1);
    open.add(end::countDown);
    ScriptedMaster slow = master();
    slow.on(
        "GET",
        "/hosts",
        request -> {
          await(end);
          return Answer.json("[\"late\"]");
        });
    HeliosClient slowOnly = impatient(light, 0, slow.url());

    assertThat(failure(slowOnly.listHosts()))
        .isInstanceOf(RequestTimedOut.class)
        .hasMessage("Request timed out to master in " + slow.url());

    HeliosClient both = impatient(light, 5, slow.url(), master().url());
    for (int i = 0; i < 4; i++) {
      assertThat(both.listHosts().join()).containsExactly("h");
    }
    end.countDown();
  }

  private static void await(CountDownLatch latch) throws IOException {
    try {
      latch.await(20, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  @Test
  void a_write_keeps_its_request_id_over_all_attempts_and_each_write_has_its_own() {
    ScriptedMaster away = master().on("PUT", "/hosts/h", request -> Answer.of(0, ""));
    ScriptedMaster alive =
        master().inTurn("PUT", "/hosts/h", Answer.of(503, ""), Answer.json("\"OK\""));
    HeliosClient client = client(true, 5, away.url(), alive.url());

    assertThat(client.registerHost("h", "i").join()).isEqualTo(200);
    assertThat(client.registerHost("h", "i").join()).isEqualTo(200);

    List<String> ids = new ArrayList<>();
    for (ScriptedMaster each : List.of(away, alive)) {
      each.received().forEach(it -> ids.add(it.headers().get("Helios-request-id")));
    }
    assertThat(ids).hasSizeGreaterThanOrEqualTo(4).doesNotContainNull();
    assertThat(new HashSet<>(ids)).hasSize(2);
  }

  @Test
  void a_read_has_no_request_id() {
    ScriptedMaster alive = master().on("POST", "/jobs/statuses", "{}");
    HeliosClient client = client(true, 0, alive.url());
    client.listHosts().join();
    client.jobStatuses(Set.of()).join();
    assertThat(alive.received())
        .hasSize(2)
        .allMatch(it -> !it.headers().containsKey("Helios-request-id"));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_broken_connection_is_retried(boolean light) {
    ScriptedMaster master = master();
    master.inTurn("POST", "/jobs/statuses", Answer.of(0, ""), Answer.json("{}"));

    assertThat(client(light, 10, master.url()).jobStatuses(java.util.Set.of()).join()).isEmpty();
    assertThat(master.received()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_peer_that_does_not_speak_http_is_told_in_words(boolean light) throws IOException {
    ServerSocket socket = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    open.add(socket);
    Thread server =
        new Thread(
            () -> {
              while (!socket.isClosed()) {
                try (Socket peer = socket.accept()) {
                  peer.getInputStream().read();
                  peer.getOutputStream()
                      .write("SSH-2.0-OpenSSH_9\r\n\r\n".getBytes(StandardCharsets.UTF_8));
                } catch (IOException e) {
                  // The next peer, or the end.
                }
              }
            });
    server.setDaemon(true);
    server.start();
    String url = "http://127.0.0.1:" + socket.getLocalPort();

    assertThat(failure(client(light, 0, url).listHosts()))
        .isInstanceOf(MasterUnreachable.class)
        .hasMessageContaining("The connection to " + url + " failed: ");
  }

  @Test
  void giving_up_on_masters_that_accept_no_connection_may_come_sooner() {
    HeliosClient client =
        HeliosClient.newBuilder()
            .setEndpointStrings(List.of(nobody()))
            .setRetryTimeout(1, TimeUnit.HOURS)
            .setUnreachableTimeout(2, TimeUnit.SECONDS)
            .setNotices(notices::add)
            .build();
    open.add(client);

    assertThat(failure(client.listHosts())).isInstanceOf(MasterUnreachable.class);
    assertThat(notices).hasSize(1);
  }

  @Test
  void closing_ends_a_request_that_waits_for_its_next_try() {
    HeliosClient client = client(true, 3600, nobody());
    CompletableFuture<?> request = client.listHosts();
    org.awaitility.Awaitility.await().until(() -> !notices.isEmpty());

    client.close();

    assertThat(failure(request)).isInstanceOf(MasterUnreachable.class);
  }

  @Test
  void no_master_known_is_told() {
    HeliosClient client =
        HeliosClient.newBuilder()
            .setEndpointSupplier(List::of)
            .setRetryTimeout(0, TimeUnit.SECONDS)
            .build();
    open.add(client);

    assertThat(failure(client.listHosts())).hasMessageStartingWith("No master is known");
  }

  @Test
  void starts_are_spread_over_the_masters() {
    Endpoints endpoints =
        new Endpoints(
            () -> List.of(URI.create("http://127.0.0.1:1"), URI.create("http://127.0.0.1:2")),
            new Random(1));

    assertThat(
            java.util.stream.Stream.generate(endpoints::inOrder)
                .limit(20)
                .map(order -> order.get(0).shown().getPort()))
        .contains(1, 2);
    endpoints.prefer(
        new Endpoints.Endpoint(URI.create("http://127.0.0.1:2"), URI.create("http://127.0.0.1:2")));
    assertThat(
            java.util.stream.Stream.generate(endpoints::inOrder)
                .limit(20)
                .map(order -> order.get(0).shown().getPort()))
        .containsOnly(2);
  }

  @ParameterizedTest
  @CsvSource({
    "master:5801,must start with http",
    "localhost,must start with http",
    "ftp://a:1,must start with http",
    "http://a,names no port",
    "http://:5801,names no host",
    "http://a b:1,is not a URL"
  })
  void an_endpoint_that_cannot_be_one_is_refused(String endpoint, String why) {
    assertThatThrownBy(() -> HeliosClient.newBuilder().setEndpointStrings(List.of(endpoint)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(endpoint)
        .hasMessageContaining(why);
  }

  @Test
  void a_path_before_the_api_is_kept_and_a_final_slash_is_not() {
    ScriptedMaster master = new ScriptedMaster().on("GET", "/helios/hosts", "[]");
    open.add(master);

    assertThat(client(true, 0, master.url() + "/helios/").listHosts().join()).isEmpty();
  }
}
