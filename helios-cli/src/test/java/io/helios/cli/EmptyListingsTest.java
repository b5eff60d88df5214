package io.helios.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.helios.cli.CliFixture.Result;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Output and exit code stay those of a listing; what to do next goes to standard error. */
class EmptyListingsTest {
  private final CliFixture cli = new CliFixture();

  @AfterEach
  void close() {
    cli.close();
  }

  private void nothing() {
    cli.master.on("GET", "/jobs", "{}").on("GET", "/hosts", "[]");
  }

  @ParameterizedTest
  @CsvSource({
    "jobs,JOB ID,helios create",
    "status,JOB ID,helios create",
    "hosts,HOST,Helios agent"
  })
  void an_empty_cluster_is_a_success_with_advice(String command, String heading, String advice) {
    nothing();

    Result result = cli.run(command);

    assertThat(result.exitCode()).isZero();
    assertThat(result.out()).startsWith(heading).hasLineCount(1);
    assertThat(result.err()).contains(advice).hasLineCount(1);
    assertThat(cli.run(command, "--json").err()).isEmpty();
  }

  @Test
  void jobs_that_are_not_deployed_are_told_apart_from_no_jobs() {
    cli.master
        .on("GET", "/jobs", Wire.jobs(Wire.WEB))
        .on(
            "POST",
            "/jobs/statuses",
            "{" + Wire.entry(Wire.ID.toString(), Wire.jobStatus(Wire.WEB, "", "")) + "}")
        .on("GET", "/history/jobs/" + Wire.ID, "{\"status\":\"OK\",\"events\":[]}");

    assertThat(cli.run("status").err()).startsWith("Nothing is deployed; 'helios deploy");
    assertThat(cli.run("jobs", "-y").err()).startsWith("No such job is deployed");
    assertThat(cli.run("history", "web").err()).startsWith("Nothing has happened to " + Wire.ID);
    assertThat(cli.run("jobs").err()).isEmpty();
    assertThat(cli.run("jobs", "-q", "-y").err()).isEmpty();
  }
}
