package io.helios.master;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.helios.coordination.layout.Paths;
import io.helios.coordination.tree.Changes;
import io.helios.master.fixtures.Reply;
import io.helios.master.fixtures.ScriptedAgent;
import io.helios.model.host.HostName;
import io.helios.model.job.Job;
import io.helios.model.job.JobId;
import io.helios.model.task.Goal;
import io.helios.model.task.State;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ListingsTest {
  private MasterFixture master;
  private JobId secret;

  @BeforeAll
  void start(@TempDir Path directory) throws Exception {
    master = MasterFixture.started(directory);
    for (int i = 1; i <= 12; i++) {
      ScriptedAgent agent = master.agent("h" + i);
      agent.register("id-of-h" + i);
      agent.labels(Map.of("role", i % 2 == 0 ? "even" : "odd"));
      if (i <= 6) {
        agent.up();
      }
    }
    for (String name : List.of("a", "a-b", "b", "c", "d")) {
      master.create(MasterFixture.job(name));
    }
    secret =
        master.create(
            Job.newBuilder("secret", "1")
                .setImage("b")
                .setToken("tok-en")
                .setEnv(Map.of("PASSWORD", "hunter2"))
                .build());
    await().until(() -> master.get("/hosts?status=UP&selector=role=odd").json().size() == 3);
    await().until(() -> master.get("/hosts?selector=role=even").json().size() == 6);
    master.send(
        "PUT",
        "/hosts/h1/jobs/" + secret + "?token=tok-en",
        "{\"job\":\"" + secret + "\",\"goal\":\"START\"}");
    Job whole = Job.newBuilder("secret", "1").setId(secret).setToken("tok-en").build();
    master.agent("h1").says(secret, whole, ScriptedAgent.report(State.RUNNING, Goal.START, 1));
    master.send("PUT", "/hosts/h2/cordon", "");
    await().until(() -> master.get("/statuses/jobs?ref=secret:1").text().contains("RUNNING"));
  }

  @AfterAll
  void stop() {
    master.close();
  }

  @Test
  void pages_follow_each_other_without_gap_or_repetition_in_the_order_of_the_whole() {
    for (String path :
        List.of(
            "/hosts?",
            "/hosts?selector=role%20in%20(odd,even)&",
            "/jobs?",
            "/statuses/hosts?",
            "/statuses/jobs?")) {
      List<String> whole = keys(master.get(path));
      for (int limit : new int[] {1, 2, 5, whole.size(), 1000}) {
        List<String> paged = new ArrayList<>();
        String next = "";
        do {
          Reply page = master.get(path + "limit=" + limit + "&after=" + next);
          assertThat(page.status()).as(page.toString()).isEqualTo(200);
          assertThat(keys(page)).hasSizeLessThanOrEqualTo(limit);
          paged.addAll(keys(page));
          next = page.header("Helios-Next-Page");
        } while (!next.isEmpty());
        assertThat(paged).as("%s limit %s", path, limit).isEqualTo(whole);
      }
    }
  }

  @Test
  void hosts_are_chosen_by_state_cordon_job_labels_and_name() {
    assertThat(keys(master.get("/hosts?status=DOWN"))).hasSize(6).contains("h12");
    assertThat(keys(master.get("/hosts?cordoned=true"))).containsExactly("h2");
    assertThat(keys(master.get("/hosts?cordoned=false"))).hasSize(11);
    assertThat(keys(master.get("/hosts?job=secret:1"))).containsExactly("h1");
    assertThat(keys(master.get("/hosts?job=" + secret))).containsExactly("h1");
    assertThat(keys(master.get("/hosts?job=a:1"))).isEmpty();
    assertThat(keys(master.get("/statuses/hosts?status=UP&selector=role=odd&namePattern=%5Bh%5D")))
        .containsExactly("h1", "h3", "h5");
    assertThat(keys(master.get("/hosts?selector=role=odd")))
        .containsExactly("h1", "h3", "h5", "h7", "h9", "h11");
  }

  @Test
  void a_host_that_is_registered_by_half_appears_nowhere() throws Exception {
    HostName half = new HostName("half");
    long zxid = master.other.commit(Changes.NONE.create(Paths.host(half)));
    String seen = master.get("/hosts").header("Helios-Revision").replaceAll("-\\d+$", "-" + zxid);
    for (String path : List.of("/hosts", "/statuses/hosts")) {
      assertThat(keys(master.get(path, "Helios-Min-Revision: " + seen))).hasSize(12);
    }
    assertThat(master.get("/hosts/half/status").status()).isEqualTo(404);
    assertThat(master.send("POST", "/hosts/statuses", "[\"half\"]").text()).isEqualTo("{}");
    assertThat(master.deploy("half", secret, Goal.START).status()).isIn(400, 403);
    assertThat(master.get("/jobs?hostPattern=half").text()).isEqualTo("{}");
  }

  @Test
  void only_the_fields_that_were_asked_for_are_sent() {
    JsonNode jobs = master.get("/jobs?q=secret&fields=image,%20token,nothing").json();
    assertThat(jobs.path(secret.toString()).properties()).hasSize(2);
    assertThat(jobs.path(secret.toString()).path("token").asText()).isEqualTo("tok-en");
    JsonNode host = master.get("/statuses/hosts?namePattern=h1$&fields=status,labels").json();
    assertThat(host.toString())
        .isEqualTo("{\"h1\":{\"status\":\"UP\",\"labels\":{\"role\":\"odd\"}}}");
  }

  @Test
  void new_listings_hide_what_jobs_keep_secret_and_old_ones_show_it() {
    assertThat(master.get("/jobs/" + secret + "/status").text()).contains("hunter2", "tok-en");
    for (String path : List.of("/statuses/jobs?ref=secret:1", "/statuses/hosts?job=secret:1")) {
      String text = master.get(path).text();
      assertThat(text).as(path).contains("<redacted>", "RUNNING");
      assertThat(text).as(path).doesNotContain("hunter2", "tok-en");
    }
  }

  @Test
  void who_has_the_same_listing_already_gets_no_body() {
    for (String path :
        List.of("/hosts", "/jobs", "/statuses/hosts", "/statuses/jobs", "/hosts?limit=3")) {
      Reply first = master.get(path);
      String tag = first.header("ETag");
      assertThat(tag).startsWith("W/\"");
      for (String known : List.of(tag, "\"x\", " + tag, tag.substring(2), "*")) {
        Reply again = master.get(path, "If-None-Match: " + known);
        assertThat(again.status()).as(path + known).isEqualTo(304);
        assertThat(again.bytes()).isEmpty();
        assertThat(again.header("Helios-Revision")).isNotEmpty();
        assertThat(again.header("Helios-Next-Page")).isEqualTo(first.header("Helios-Next-Page"));
      }
      assertThat(master.get(path, "If-None-Match: W/\"other\"").status()).isEqualTo(200);
    }
    Reply packed = master.get("/jobs", "Accept-Encoding: gzip");
    assertThat(packed.header("Content-Encoding")).isEqualTo("gzip");
    String tag = packed.header("ETag");
    assertThat(master.get("/jobs", "Accept-Encoding: gzip", "If-None-Match: " + tag).status())
        .isEqualTo(304);
  }

  @Test
  void a_tag_changes_with_what_is_listed() {
    String before = master.get("/jobs?q=tagged").header("ETag");
    master.create(MasterFixture.job("tagged"));
    Reply after = master.get("/jobs?q=tagged", "If-None-Match: " + before);
    assertThat(after.status()).isEqualTo(200);
    assertThat(after.header("ETag")).isNotEqualTo(before);
    master.send("DELETE", "/jobs/" + MasterFixture.identified("tagged") + "?token=", "");
  }

  @Test
  void what_makes_no_sense_is_refused() {
    for (String path :
        List.of(
            "/hosts?limit=0",
            "/hosts?limit=x",
            "/jobs?limit=100000",
            "/jobs?after=a:b:c:d&limit=1",
            "/hosts?status=SIDEWAYS",
            "/hosts?cordoned=perhaps",
            "/statuses/hosts?selector=oops",
            "/statuses/hosts?namePattern=(",
            "/statuses/jobs?hostPattern=(")) {
      Reply reply = master.get(path);
      assertThat(reply.status()).as(path).isEqualTo(400);
      assertThat(reply.at("/message").asText()).as(path).isNotEmpty();
    }
    assertThat(master.get("/statuses").status()).isEqualTo(404);
    assertThat(master.get("/statuses/nothing").status()).isEqualTo(404);
  }

  private static List<String> keys(Reply reply) {
    List<String> keys = new ArrayList<>();
    if (reply.json().isArray()) {
      reply.json().forEach(it -> keys.add(it.asText()));
    } else {
      reply.json().fieldNames().forEachRemaining(keys::add);
    }
    return keys;
  }
}
