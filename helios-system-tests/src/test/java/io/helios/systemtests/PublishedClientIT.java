package io.helios.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.helios.agent.fixtures.LocalEngine;
import io.helios.agent.fixtures.LocalImages;
import io.helios.systemtests.fixtures.Cluster;
import io.helios.systemtests.fixtures.Published;
import io.helios.systemtests.fixtures.Run;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The predecessor's published client and command line client work with our master as they are, each
 * in a JVM and on a class path of its own.
 */
@Timeout(240)
class PublishedClientIT {
  private static final String HOST = "systest-published";

  /** The published command line client knows only names of images as they were in its day. */
  private static final String IMAGE = "helios_systest/busybox:1";

  private static Cluster cluster;

  @BeforeAll
  static void start() {
    cluster = Cluster.startWith("published", Map.of(HOST, List.of("--labels", "role=published")));
    try (var engine = new LocalEngine()) {
      LocalImages.tagBusybox(engine.client(), "helios_systest/busybox", "1");
    }
  }

  @AfterAll
  static void stop() {
    cluster.close();
    try (var engine = new LocalEngine()) {
      LocalImages.remove(engine.client(), IMAGE);
    }
  }

  @Test
  void the_published_client_takes_a_job_through_its_whole_life() {
    Run run = Published.driver("PublishedClient.java", cluster.master().url(), HOST, IMAGE).ok();

    assertThat(run.out()).endsWith("done\n");
  }

  @Test
  void every_method_of_the_published_client_gets_the_answer_that_it_expects() {
    Run run = Published.driver("PublishedMethods.java", cluster.master().url());

    assertThat(run.ok().out()).endsWith("done\n");
  }

  @Test
  void the_published_command_line_client_takes_a_job_through_its_whole_life() {
    String job = "systest-published-cli:1";
    Run create = cli("create", job, IMAGE, "-p", "http=8080", "--", "sh", "-c", Cluster.SLEEP).ok();
    assertThat(create.out()).contains("Creating job: {").contains("\nDone.\n" + job + ":");
    String id = create.out().lines().reduce((first, last) -> last).orElseThrow();
    assertThat(cli("jobs", "-q").ok().out().lines()).contains(id);
    assertThat(row(cli("jobs", job).ok(), job))
        .startsWith(shortened(id), "systest-published-cli", "1", "0");
    assertThat(cli("inspect", job).ok().out().lines())
        .contains("Id: " + id, "Image: " + IMAGE, "Ports: http=8080/tcp");

    assertThat(cli("deploy", job, HOST).ok().out()).contains(HOST + ": done");
    awaitStatus(job, "RUNNING");
    assertThat(row(cli("status", "-j", job).ok(), job))
        .startsWith(shortened(id), HOST + ".", "START", "RUNNING")
        .last(InstanceOfAssertFactories.STRING)
        .matches("http=8080:\\d+");
    assertThat(row(cli("hosts").ok(), HOST).get(1)).startsWith("Up ");
    assertThat(cli("stop", job, HOST).ok().out()).contains(HOST + ": done");
    awaitStatus(job, "STOPPED");
    assertThat(cli("start", job, HOST).ok().out()).contains(HOST + ": done");
    awaitStatus(job, "RUNNING");
    assertThat(cli("history", job).ok().out())
        .containsSubsequence("STARTING", "RUNNING", "STOPPED", "STARTING", "RUNNING");

    assertThat(cli("undeploy", "--yes", job, HOST).ok().out()).contains(HOST + ": done");
    assertThat(cli("undeploy", "-a", "--yes", job).ok().out()).contains("not currently deployed");
    assertThat(cli("remove", "--yes", job).ok().out()).contains(id + ": done");
    assertRefused(cli("inspect", job), "Unknown job: " + job);
  }

  @Test
  void the_published_client_takes_a_group_through_its_whole_life() {
    Run run =
        Published.driver(
                "PublishedGroups.java", cluster.master().url(), HOST, IMAGE, "role=published")
            .ok();

    assertThat(run.out()).endsWith("done\n");
  }

  @Test
  void the_published_command_line_client_takes_a_group_through_its_whole_life() {
    String group = "systest-published-cli-group";
    String job = "systest-published-rolled:1";
    cli("create", job, IMAGE, "--", "sh", "-c", Cluster.SLEEP).ok();
    assertThat(cli("create-deployment-group", group, "role=published").ok().out())
        .endsWith("{\"status\":\"CREATED\"}\n");
    assertThat(cli("create-deployment-group", "-q", group, "role=published").ok().out())
        .isEqualTo("{\"status\":\"NOT_MODIFIED\"}\n");
    assertRefused(cli("create-deployment-group", group, "role=other"), "status=CONFLICT");
    assertThat(cli("list-deployment-groups").ok().out().lines()).contains(group);
    assertThat(cli("inspect-deployment-group", group).ok().out())
        .isEqualTo("Name: " + group + "\nHost selectors:\n  role = published\nJob: null\n");
    assertThat(cli("deployment-group-status", group).ok().out()).contains("Status: IDLE\n");

    Run rolled = cli("rolling-update", job, group).ok();
    assertThat(rolled.out())
        .startsWith("Rolling update started: " + group + " -> systest-published-rolled:1:")
        .contains("\n" + HOST + " -> RUNNING (1/1)\n")
        .contains("\nDone.\nDuration: ");
    Run status = cli("deployment-group-status", group).ok();
    assertThat(status.out()).contains("Status: ACTIVE\n");
    assertThat(row(status, HOST).get(1)).isEqualTo("X");
    assertThat(row(status, HOST).get(3)).isEqualTo("RUNNING");

    String broken = "systest-published-broken:1";
    cli("create", broken, IMAGE, "--exec-check", "false", "--", "sh", "-c", Cluster.SLEEP).ok();
    Run failed = cli("rolling-update", "-t", "6", broken, group);
    assertThat(failed.exitCode()).isEqualTo(1);
    assertThat(failed.all()).contains("Failed: " + HOST + ": timed out waiting for job ");
    assertThat(cli("deployment-group-status", group).ok().out())
        .contains("Status: FAILED\n")
        .contains("\nError: " + HOST + ": timed out waiting for job ");
    assertRefused(cli("rolling-update", job, "nogroup"), "status=DEPLOYMENT_GROUP_NOT_FOUND");

    assertThat(cli("stop-deployment-group", group).ok().out())
        .isEqualTo("Deployment-group " + group + " stopped\n");
    assertRefused(cli("stop-deployment-group", "nogroup"), "nogroup not found");
    assertThat(cli("remove-deployment-group", group).ok().out())
        .isEqualTo("Deployment-group " + group + " removed\n");
    assertRefused(cli("remove-deployment-group", group), "DEPLOYMENT_GROUP_NOT_FOUND");
    cli("undeploy", "-a", "--yes", broken).ok();
    await().until(() -> cli("remove", "--yes", broken).exitCode() == 0);
    cli("remove", "--yes", job).ok();
  }

  @Test
  void a_job_with_a_check_that_published_clients_do_not_know_hides_no_other() {
    String job = "systest-published-docker-check:1";
    String plain = "systest-published-beside:1";
    cluster.helios("create", job, IMAGE, "--docker-check", "--health-interval", "5").ok();
    cluster.helios("create", plain, IMAGE, "--", "sh", "-c", Cluster.SLEEP).ok();
    cluster.helios("deploy", job, HOST).ok();

    assertThat(cli("jobs").ok().out()).contains("systest-published-beside", job.split(":")[0]);
    assertThat(cli("inspect", job).ok().out()).contains("Image: " + IMAGE);
    awaitStatus(job, "FAILED");
    assertThat(cli("hosts").ok().out()).contains(HOST);

    cli("undeploy", "--yes", job, HOST).ok();
    await().until(() -> cli("remove", "--yes", job).exitCode() == 0);
    cli("remove", "--yes", plain).ok();
  }

  @Test
  void the_published_command_line_client_understands_refusals() {
    String job = "systest-published-no:1";
    cli("create", job, IMAGE, "--", "sh", "-c", Cluster.SLEEP).ok();
    assertRefused(cli("create", job, IMAGE), "status=JOB_ALREADY_EXISTS");
    assertRefused(cli("deploy", job, "nohost"), "status=HOST_NOT_FOUND");
    assertRefused(cli("stop", job, HOST), "status=JOB_NOT_DEPLOYED");
    assertRefused(cli("undeploy", "--yes", job, HOST), "status=JOB_NOT_FOUND");
    cli("deploy", job, HOST).ok();
    assertRefused(cli("deploy", job, HOST), "status=JOB_ALREADY_DEPLOYED");
    assertRefused(cli("deploy", "--token", "x", job, HOST), "status=FORBIDDEN");
    assertRefused(cli("remove", "--yes", job), "status=STILL_IN_USE");
    cli("undeploy", "--yes", job, HOST).ok();
    cli("remove", "--yes", job).ok();
  }

  @Test
  void the_published_command_line_client_asks_for_masters_and_versions() {
    assertThat(cli("masters").ok().out()).isEqualTo("master.\n");
    assertThat(cli("version").ok().out())
        .startsWith("Client Version: 0.9.2\nMaster Version: 0.10.");
    assertThat(cli("hosts", "-q").ok().out()).isEqualTo(HOST + ".\n");
  }

  /** The columns of the line that begins like this, without the space around them. */
  private static List<String> row(Run run, String beginning) {
    String line = run.out().lines().filter(it -> it.startsWith(beginning)).findAny().orElseThrow();
    return List.of(line.trim().split(" {4,}"));
  }

  private static String shortened(String id) {
    return id.substring(0, id.length() - 33);
  }

  private static void assertRefused(Run run, String words) {
    assertThat(run.exitCode()).as("%s", run).isEqualTo(1);
    assertThat(run.all()).contains(words);
  }

  private static void awaitStatus(String job, String state) {
    await()
        .atMost(Duration.ofMinutes(1))
        .pollInterval(Duration.ofMillis(500))
        .until(() -> cli("status", "-j", job).out().contains(state));
  }

  private static Run cli(String... arguments) {
    List<String> all = new ArrayList<>(List.of("-z", cluster.master().url()));
    all.addAll(List.of(arguments));
    return Published.cli(all.toArray(String[]::new));
  }
}
