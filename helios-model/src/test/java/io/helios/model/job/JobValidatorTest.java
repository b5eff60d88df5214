package io.helios.model.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.helios.model.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JobValidatorTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final JobValidator CLIENT = JobValidator.forClients();
  private static final JobValidator MASTER = JobValidator.forMasters(Set.of("IPC_LOCK", "A"));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'hostname':''",
        "'hostname':'web-1'",
        "'ports':{'a':{'internalPort':1,'externalPort':53},"
            + "'b':{'internalPort':1,'externalPort':53,'protocol':'udp'},'c':{'internalPort':0}}",
        "'ports':{'p':{'internalPort':1}},'registration':{'a_b-c':{'ports':{'p':{}}}}",
        "'volumes':{'/a':'','/b:ro':'/x','/c':'name'}",
        "'expires':'2026-01-01T00:00:00Z'",
        "'networkMode':'container:x'",
        "'gracePeriod':5,'ports':{'a':{'internalPort':1}}",
        "'gracePeriod':0,'ports':{'a':{'internalPort':1,'externalPort':2}}",
        "'addCapabilities':['NET_ADMIN']",
      })
  void a_good_job_has_no_problems(String more) throws IOException {
    assertThat(CLIENT.validate(job(more), NOW)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "'id':null|Job id was not specified.",
        "'id':':1'|Job name was not specified.",
        "'id':'a b:1'|Job name may only contain [0-9a-zA-Z-_.] in job name [a b].",
        "'id':'a::c'|Job version was not specified in job id [a::c].",
        "'id':'a:ü'|Job version may only contain [0-9a-zA-Z-_.] in job version [ü].",
        "'image':null|Image was not specified.",
        "'image':'a:'|Tag cannot be empty",
        "'hostname':'a.b'|Invalid hostname (a.b), only [a-z0-9][a-z0-9-] are allowed, size between"
            + " 1 and 63",
        "'ports':{'a':{'externalPort':5},'b':{'externalPort':5}}"
            + "|Duplicate external port mapping: tcp:5",
        "'ports':{'a':{'protocol':'x'}}|Invalid port mapping protocol: x",
        "'ports':{'a':{'internalPort':65536}}|Invalid internal port: 65536",
        "'ports':{'a':{'internalPort':-1}}|Invalid internal port: -1",
        "'ports':{'a':{'externalPort':65536}}|Invalid external port: 65536",
        "'ports':{'a b':{}}|Invalid port mapping endpoint name: a b",
        "'registration':{'s':{}}|registration for 's' is malformed: does not have a port mapping",
        "'registration':{'s/tcp':{'ports':{'p':{}}}}"
            + "|Service registration refers to missing port mapping: s/tcp=p",
        "'ports':{'p':{}},'registration':{'s.t':{'ports':{'p':{}}}}"
            + "|Invalid service registration name: s.t",
        "'volumes':{'a':'b/c'}|Volume path is not absolute: a",
        "'volumes':{'/a':'b/c'}|Volume source is not absolute: b/c",
        "'volumes':{'/':''}|Invalid volume path: /",
        "'volumes':{'/a:':''}|Invalid volume path: /a:",
        "'volumes':{'/a:b:c':''}|Invalid volume path: /a:b:c",
        "'expires':'2025-12-31T23:59:59Z'|Job expires in the past - 2025-12-31T23:59:59.000+0000"
            + " is before 2026-01-01T00:00:00.000+0000",
        "'healthCheck':{'type':'exec'}"
            + "|A command must be defined for `docker exec`-based health checks.",
        "'healthCheck':{'type':'tcp'}|A port must be defined for HTTP and TCP health checks.",
        "'healthCheck':{'type':'http','port':''}"
            + "|A port must be defined for HTTP and TCP health checks.",
        "'ports':{'a':{},'b':{}},'healthCheck':{'type':'http','port':'x'}"
            + "|Health check port 'x' not defined in the job. Known ports are 'a, b'",
        "'healthCheck':{'type':'docker','interval':0}"
            + "|Health check interval must be from 1 to 3600, not 0",
        "'healthCheck':{'type':'docker','timeout':3601}"
            + "|Health check timeout must be from 1 to 3600, not 3601",
        "'healthCheck':{'type':'docker','retries':0}"
            + "|Health check retries must be from 1 to 100, not 0",
        "'healthCheck':{'type':'docker','startPeriod':-1}"
            + "|Health check startPeriod must be from 0 to 86400, not -1",
        "'healthCheck':{'type':'exec','command':[],'docker':false}"
            + "|A command must be defined for `docker exec`-based health checks.",
        "'networkMode':'none'|A Docker container's network mode must be bridge, host, or"
            + " container:<name~id>.",
        "'ramdisks':{'a':''}|Ramdisk mount point is not absolute: a",
        "'ramdisks':{'/a':''},'volumes':{'/a:ro':'/b'}|Ramdisk mount point used by volume: /a",
        "'gracePeriod':5,'ports':{'a':{'externalPort':5}}|Job has both a grace period and static"
            + " external ports, which cannot work together: choose one.",
      })
  void each_broken_rule_is_told(String more, String message) throws IOException {
    assertThat(CLIENT.validate(job(more), NOW)).containsExactly(message.replace('~', '|'));
  }

  @Test
  void all_problems_are_told_at_once() throws IOException {
    assertThat(CLIENT.validate(job("'image':null,'hostname':'A','networkMode':'x'"), NOW))
        .hasSize(3);
  }

  @Test
  void an_identified_job_satisfies_a_master() throws IOException {
    Job job = JobHash.identify(job("'addCapabilities':['A']"));

    assertThat(MASTER.validate(job, NOW)).isEmpty();
  }

  @Test
  void only_a_master_asks_for_the_hash() throws IOException {
    assertThat(MASTER.validate(job("'hostname':'h'"), NOW))
        .containsExactly("Job hash was not specified in job id [foo:1].");
  }

  @Test
  void a_wrong_hash_is_told_with_the_right_one() throws IOException {
    Job wrong = job("'id':'foo:1:x'");

    assertThat(CLIENT.validate(wrong, NOW)).isEmpty();
    assertThat(MASTER.validate(wrong, NOW))
        .containsExactly("Id hash mismatch: x != " + JobHash.of(wrong).orElseThrow());
  }

  @Test
  void a_colon_in_a_hash_is_told() throws IOException {
    Job job = job("").toBuilder().setId(new JobId("foo", "1", "a:b")).build();

    assertThat(CLIENT.validate(job, NOW))
        .containsExactly("Job hash contains colon in job id [foo:1:a:b].");
  }

  @Test
  void a_master_allows_only_its_own_capabilities() throws IOException {
    Job job = JobHash.identify(job("'addCapabilities':['Z','A','B']"));

    assertThat(MASTER.validate(job, NOW))
        .containsExactly(
            "The following Linux capabilities aren't allowed by the Helios master: 'Z, B'."
                + " The allowed capabilities are: 'A, IPC_LOCK'.");
  }

  @Test
  void a_job_of_more_than_64_kilobytes_is_refused_and_a_smaller_one_is_not() throws IOException {
    Job job = job("");
    int rest = JobValidator.LARGEST_JOB - Json.bytes(job).length - "\"A\":\"\"".length();

    assertThat(CLIENT.validate(withEnv(job, "x".repeat(rest)), NOW)).isEmpty();
    assertThat(CLIENT.validate(withEnv(job, "x".repeat(rest + 1)), NOW))
        .singleElement()
        .asString()
        .startsWith("Job definition is too large: 65537 bytes of JSON, 65536 at most.");
  }

  @Test
  void text_that_cannot_be_stored_is_refused() throws IOException {
    assertThat(CLIENT.validate(withEnv(job(""), "\ud800"), NOW))
        .containsExactly("Job cannot be stored: it contains text that is not valid Unicode.");
  }

  private static Job withEnv(Job job, String value) {
    return job.toBuilder().setEnv(Map.of("A", value)).build();
  }

  private static Job job(String more) throws IOException {
    String json = "{'id':'foo:1','image':'busybox'" + (more.isEmpty() ? "" : "," + more) + "}";
    return Json.read(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8), Job.class);
  }
}
