package io.helios.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.helios.client.fixtures.ScriptedMaster;
import io.helios.client.fixtures.ScriptedMaster.Answer;
import io.helios.model.watch.Watched;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WatchTest {
  private static final String SNAPSHOT =
      """
      event: reset
      id
      data: {"reason":"begin"}

      event: snapshot
      data: {"kind":"host","host":"h1","gone":false,"status":"UP","labels":{"role":"web"}}
      data: {"kind":"moon","phase":"new"}

      event: synced
      id: c-7
      data: {"revision":"c-7"}

      """;

  private final ScriptedMaster first = new ScriptedMaster();
  private final ScriptedMaster second = new ScriptedMaster();
  private final List<String> told = new CopyOnWriteArrayList<>();

  @AfterEach
  void close() {
    first.close();
    second.close();
  }

  @Test
  void what_a_master_tells_is_told_in_order_and_unknown_kinds_are_left_out() {
    first.inTurn("GET", "/watch", stream(SNAPSHOT), Answer.of(404, ""));
    try (HeliosClient client = client(first);
        Watch watch = client.watch(WatchRequest.everything(), new Recorder())) {
      eventually("reset begin", "host h1 UP", "synced", "ended 404");
      assertThat(watch).isNotNull();
    }
    assertThat(first.lines().get(0)).startsWith("GET /watch");
  }

  @Test
  void another_master_goes_on_where_the_first_one_ended() {
    first.inTurn("GET", "/watch", stream(SNAPSHOT), Answer.of(503, ""));
    second.inTurn(
        "GET",
        "/watch",
        Answer.of(503, ""),
        stream(
            "event: changes\ndata: {\"kind\":\"host\",\"host\":\"h1\",\"gone\":true}\nid: c-9\n\n"),
        Answer.of(404, ""));
    try (HeliosClient client = client(second, first);
        Watch watch = client.watch(WatchRequest.everything().kinds("host"), new Recorder())) {
      await().atMost(Duration.ofSeconds(20)).until(() -> told.contains("host h1 gone"));
      assertThat(watch).isNotNull();
    }
    assertThat(told).containsSubsequence("reset begin", "host h1 UP", "synced", "host h1 gone");
    assertThat(second.received().stream().map(it -> it.headers().get("Last-event-id")))
        .contains("c-7");
  }

  @Test
  void what_was_cut_off_in_the_midst_of_an_event_is_not_counted_as_told() {
    first.inTurn(
        "GET",
        "/watch",
        stream(SNAPSHOT + "event: changes\ndata: {\"kind\":\"host\",\"host\":\"h1\",\"go"),
        Answer.of(404, ""));
    try (HeliosClient client = client(first);
        Watch watch = client.watch(WatchRequest.everything(), new Recorder())) {
      eventually("reset begin", "host h1 UP", "synced", "ended 404");
      assertThat(watch).isNotNull();
    }
    assertThat(first.received().get(1).headers()).containsEntry("Last-event-id", "c-7");
  }

  @Test
  void it_is_told_when_masters_come_and_go() {
    first.inTurn("GET", "/watch", stream(SNAPSHOT), stream(":\n\n"), Answer.of(404, ""));
    List<String> connections = new CopyOnWriteArrayList<>();
    WatchListener listener =
        new WatchListener() {
          @Override
          public void changed(Watched thing) {
            connections.add("changed");
          }

          @Override
          public void connected() {
            connections.add("connected");
          }

          @Override
          public void disconnected() {
            connections.add("disconnected");
          }

          @Override
          public void ended(HeliosException why) {
            connections.add("ended");
          }
        };
    try (HeliosClient client = client(first);
        Watch watch = client.watch(WatchRequest.everything(), listener)) {
      await().atMost(Duration.ofSeconds(20)).until(() -> connections.contains("ended"));
      assertThat(watch).isNotNull();
    }
    assertThat(connections)
        .containsExactly(
            "connected", "changed", "disconnected", "connected", "disconnected", "ended");
  }

  private static Answer stream(String events) {
    return Answer.of(200, events).with("Content-Type", "text/event-stream;charset=utf-8");
  }

  private HeliosClient client(ScriptedMaster... masters) {
    return HeliosClient.newBuilder()
        .setEndpointStrings(List.of(masters).stream().map(ScriptedMaster::url).toList())
        .build();
  }

  private void eventually(String... expected) {
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(told).containsExactly(expected));
  }

  private final class Recorder implements WatchListener {
    @Override
    public void changed(Watched thing) {
      told.add(
          thing.on(
              new Watched.Cases<String>() {
                @Override
                public String host(Watched.OfHost host) {
                  return "host " + host.host() + " " + (host.gone() ? "gone" : host.status());
                }

                @Override
                public String job(Watched.OfJob job) {
                  return "job " + job.job();
                }

                @Override
                public String task(Watched.OfTask task) {
                  return "task " + task.host() + " " + task.job();
                }

                @Override
                public String group(Watched.OfGroup group) {
                  return "group " + group.group();
                }
              }));
    }

    @Override
    public void reset(String reason) {
      told.add("reset " + reason);
    }

    @Override
    public void synced() {
      told.add("synced");
    }

    @Override
    public void ended(HeliosException why) {
      told.add("ended " + (why instanceof RequestRejected rejected ? rejected.status() : why));
    }
  }
}
