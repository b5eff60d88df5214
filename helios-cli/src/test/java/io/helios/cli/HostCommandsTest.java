package io.helios.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.helios.cli.CliFixture.Result;
import io.helios.client.fixtures.ScriptedMaster.Answer;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Hosts, masters and the version. */
class HostCommandsTest {
  private static final String INFO =
      "\"hostInfo\":{\"osName\":\"Linux\",\"osVersion\":\"6.18\",\"cpus\":2,\"loadAvg\":0.2304,"
          + "\"memoryTotalBytes\":25276518400,\"memoryFreeBytes\":24059777024,"
          + "\"dockerVersion\":{\"apiVersion\":\"1.41\",\"version\":\"20.10\"}},"
          + "\"agentInfo\":{\"uptime\":1000,\"startTime\":1795211947000,\"version\":\"0.10.0\"},"
          + "\"environment\":{},\"labels\":{\"role\":\"bench\",\"a\":\"b\"}}";

  private final CliFixture cli = new CliFixture();

  @AfterEach
  void close() {
    cli.close();
  }

  private void twoHosts() {
    cli.master
        .on("GET", "/hosts", "[\"agent2.b.net\",\"agent1\"]")
        .on(
            "POST",
            "/hosts/statuses",
            "{"
                + Wire.entry("agent2.b.net", Wire.host("DOWN", "", ""))
                + ","
                + Wire.entry(
                    "agent1",
                    "{\"status\":\"UP\",\"jobs\":{"
                        + Wire.entry(Wire.ID.toString(), Wire.deployment(Wire.WEB, "START", 1))
                        + "},\"statuses\":{"
                        + Wire.entry(Wire.ID.toString(), Wire.task(Wire.WEB, "RUNNING", ""))
                        + "},"
                        + INFO)
                + "}");
  }

  @Test
  void hosts_are_a_table_by_name() {
    twoHosts();
    cli.searchDomains = List.of("b.net");

    assertThat(cli.run("hosts").out())
        .isEqualTo(
            """
            HOST      STATUS           DEPLOYED    RUNNING    CPUS    MEM      LOAD AVG    MEM USAGE    OS            HELIOS    DOCKER          LABELS
            agent1    Up 53 seconds    1           1          2       23 gb    0.23        0.05         Linux 6.18    0.10.0    20.10 (1.41)    a=b, role=bench
            agent2    Down             0           0
            """);
    assertThat(cli.run("hosts", "-f").out()).contains("agent2.b.net ");
    assertThat(cli.run("hosts", "-q").out()).isEqualTo("agent1\nagent2\n");
    assertThat(
            Documents.read(cli.run("hosts", "--json").out()).path("agent1").path("status").asText())
        .isEqualTo("UP");
    assertThat(Documents.read(cli.run("hosts", "-q", "--json").out())).hasSize(2);
  }

  @Test
  void what_is_wrong_with_a_host_is_said_while_it_is_up() {
    String wrong = "\"conditions\":{\"EngineUnresponsive\":\"it hangs\"},\"jobs\":{}}";
    cli.master
        .on("GET", "/hosts", "[\"a\",\"b\"]")
        .on(
            "POST",
            "/hosts/statuses",
            "{"
                + Wire.entry("a", "{\"status\":\"UP\"," + wrong)
                + ","
                + Wire.entry("b", "{\"status\":\"DOWN\"," + wrong)
                + "}");

    Result result = cli.run("hosts");

    assertThat(result.out().lines())
        .anyMatch(line -> line.startsWith("a ") && line.contains("Up (EngineUnresponsive)"))
        .anyMatch(line -> line.startsWith("b ") && line.contains("Down  "));
    assertThat(result.err()).isEqualTo("a: EngineUnresponsive: it hangs\n");
    assertThat(cli.run("hosts", "--json").err()).isEmpty();
  }

  @Test
  void filters_go_to_the_master() {
    cli.master.on("GET", "/hosts", "[\"a\",\"b\"]");
    cli.master.on(
        "POST", "/hosts/statuses", "{" + Wire.entry("b", Wire.host("DOWN", "", "")) + "}");

    Result result =
        cli.run("hosts", "-q", "x.*", "--status", "DOWN", "-s", "role=web", "-s", "n in (1, 2)");

    assertThat(result.out()).as("the state counts also with -q").isEqualTo("b\n");
    assertThat(cli.master.lines())
        .containsExactly(
            "GET /hosts/?namePattern=x.*&selector=role%3Dweb&selector=n%20in%20%281%2C%202%29"
                + "&user=alice",
            "POST /hosts/statuses?status=DOWN&user=alice");
  }

  @Test
  void no_host_is_a_failure_only_where_some_were_asked_for() {
    cli.master.on("GET", "/hosts", "[]");

    Result pattern = cli.run("hosts", "zzz");
    assertThat(pattern.err()).isEqualTo("host pattern zzz matched no hosts\n");
    assertThat(pattern.exitCode()).isEqualTo(1);
    assertThat(cli.run("hosts", "--json", "zzz").out()).isEqualTo("{ }\n");
    Result all = cli.run("hosts");
    assertThat(all.out()).startsWith("HOST ");
    assertThat(all.exitCode()).isZero();
  }

  @Test
  void a_selector_that_the_master_refuses_is_told() {
    cli.master.on("GET", "/hosts", request -> Answer.of(400, "Invalid host selector: oops"));

    Result result = cli.run("hosts", "-s", "oops");

    assertThat(result.err())
        .isEqualTo("The master refused the request (HTTP 400): Invalid host selector: oops\n");
    assertThat(result.exitCode()).isEqualTo(1);
  }

  @Test
  void a_host_is_registered_by_hand() {
    cli.master.on("PUT", "/hosts/h1", "\"OK\"");

    assertThat(cli.run("register", "h1", "me").out())
        .isEqualTo("Registering host h1 with id me\nh1: done\n");
    Result refused = cli.run("register", "h2", "me");
    assertThat(refused.err()).isEqualTo("h2: failed: 404\n");
    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(
            Documents.read(cli.run("register", "--json", "h1", "me").out()).path("status").asText())
        .isEqualTo("OK");
  }

  @Test
  void deregistering_asks_first_and_suggests_what_may_have_been_meant() {
    cli.master
        .on("GET", "/hosts", "[\"host2\",\"host1\",\"other\"]")
        .on(
            "DELETE",
            "/hosts/host",
            request -> Answer.of(404, "{\"status\":\"NOT_FOUND\",\"host\":\"host\"}"));

    assertThat(cli.run("deregister", "host").out()).contains("Do you want to continue?");
    assertThat(cli.master.received()).isEmpty();

    Result result = cli.run("deregister", "--yes", "host");
    assertThat(result.out()).isEqualTo("Deregistering host host\n");
    assertThat(result.err())
        .isEqualTo("host: failed: NOT_FOUND\nDid you mean one of: host1, host2\n");
    assertThat(result.exitCode()).isEqualTo(1);
  }

  @Test
  void a_host_in_use_is_deregistered_only_by_force() {
    cli.master.on(
        "DELETE",
        "/hosts/host1",
        request ->
            request.query().contains("ifUnused=true")
                ? Answer.of(
                    400,
                    "{\"status\":\"JOBS_STILL_DEPLOYED\",\"host\":\"host1\","
                        + "\"message\":\"Host host1 is up\"}")
                : Answer.json("{\"status\":\"OK\",\"host\":\"host1\"}"));

    Result refused = cli.run("deregister", "--yes", "host1");
    Result forced = cli.run("deregister", "--yes", "--force", "host1");

    assertThat(refused.err())
        .isEqualTo(
            "host1: failed: JOBS_STILL_DEPLOYED (Host host1 is up; --force removes it all the"
                + " same)\n");
    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(forced.out()).isEqualTo("Deregistering host host1\nhost1: done\n");
    assertThat(forced.exitCode()).isZero();
  }

  @Test
  void hosts_are_cordoned_with_a_reason_and_shown_as_such() {
    String ok = "{\"status\":\"OK\",\"host\":\"host1\"}";
    cli.master
        .on("GET", "/hosts", "[\"host1\"]")
        .on("PUT", "/hosts/host1/cordon", ok)
        .on("DELETE", "/hosts/host1/cordon", ok)
        .on(
            "PUT",
            "/hosts/nohost/cordon",
            request -> Answer.of(404, "{\"status\":\"NOT_FOUND\",\"host\":\"nohost\"}"))
        .on(
            "POST",
            "/hosts/statuses",
            "{\"host1\":{\"status\":\"UP\",\"statuses\":{},\"jobs\":{},\"cordon\":"
                + "{\"user\":\"bob\",\"reason\":\"bad disk\",\"since\":5}}}");

    Result cordoned = cli.run("cordon", "hos", "nohost", "--reason", "bad disk");

    assertThat(cordoned.out()).isEqualTo("Cordoning [host1, nohost]\nhost1: done\n");
    assertThat(cordoned.err())
        .isEqualTo("nohost: failed: NOT_FOUND (no such host; see 'helios hosts')\n");
    assertThat(cordoned.exitCode()).isEqualTo(1);
    assertThat(cli.master.received()).anyMatch(it -> it.body().equals("{\"reason\":\"bad disk\"}"));
    Result shown = cli.run("hosts");
    assertThat(shown.out()).contains("Up (cordoned)");
    assertThat(shown.err()).isEqualTo("host1: cordoned: by bob: bad disk\n");
    assertThat(cli.run("uncordon", "host1").out()).isEqualTo("Uncordoning [host1]\nhost1: done\n");
  }

  @Test
  void masters_come_in_the_servers_order_and_sorted_as_json() {
    cli.master.on("GET", "/masters", "[\"m2\",\"m1\"]");

    assertThat(cli.run("masters").out()).isEqualTo("m2\nm1\n");
    assertThat(cli.run("masters", "--json").out()).isEqualTo("[ \"m1\", \"m2\" ]\n");
  }

  @Test
  void a_failing_master_is_a_version_too() {
    cli.master.on("GET", "/version", "\"0.10.0\"");
    assertThat(cli.run("version").out())
        .matches("Client Version: \\d+\\..*\nMaster Version: 0\\.10\\.0\n");

    cli.master.on("GET", "/version", request -> Answer.of(500, ""));
    assertThat(cli.run("version").out()).endsWith("Master replied with error code 500\n");

    Result gone = cli.bare("-z", "http://127.0.0.1:1", "--retry-timeout", "0", "--json", "version");
    assertThat(Documents.read(gone.out()).path("masterVersion").asText())
        .isEqualTo("Unable to connect to master");
    assertThat(gone.exitCode()).isZero();
  }
}
