package io.helios.model.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.helios.model.json.Json;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The fields that jobs of the predecessor did not have. */
class ContainerOptionsTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final String EMPTY_HASH = "8f747a64ccd4b0b186718eea5b6a60e6076e5974";
  private static final String ALL =
      "'user':'app:users','workingDir':'/w','entrypoint':['/e','x'],'readOnlyRootfs':true,"
          + "'pidsLimit':5,'ulimits':{'nofile':{'soft':10,'hard':20},'core':{'soft':0}},"
          + "'init':false,'shmSize':65536,'devices':['/dev/null:/dev/x:r'],"
          + "'extraHosts':['db:10.0.0.1'],'sysctls':{'net.core.somaxconn':'99'},"
          + "'logDriver':'json-file','logOptions':{'max-size':'1m'},'stopSignal':'SIGINT',"
          + "'cpus':1.5,'hostConfig':{'PidMode':'host','OomScoreAdj':7,'GroupAdd':['a'],"
          + "'Mounts':[{'Type':'tmpfs','Target':'/m','ReadOnly':true}]}";

  @Test
  void each_is_a_field_of_the_job_and_all_come_back_as_they_went() throws IOException {
    Job job = job(ALL);
    JsonNode written = Json.tree().valueToTree(job);

    for (RecordComponent option : ContainerOptions.class.getRecordComponents()) {
      assertThat(written.has(option.getName())).as(option.getName()).isTrue();
    }
    assertThat(written.has("container")).isFalse();
    assertThat(Json.read(Json.bytes(job), Job.class)).isEqualTo(job);
    assertThat(Json.http().readValue(Json.http().writeValueAsBytes(job), Job.class)).isEqualTo(job);
    assertThat(job.container().toBuilder().build()).isEqualTo(job.container());
    assertThat(job.toBuilder().build()).isEqualTo(job);
  }

  @Test
  void what_is_not_said_is_not_written() throws IOException {
    Job plain = job("");
    Job withNulls =
        job(
            "'user':null,'entrypoint':[],'ulimits':{},'hostConfig':{},'cpus':null,'init':null,"
                + "'logOptions':null");

    assertThat(withNulls).isEqualTo(plain);
    assertThat(plain.container()).isEqualTo(ContainerOptions.NONE);
    assertThat(fields(plain)).doesNotContain("user", "entrypoint", "hostConfig", "init");
    assertThat(JobHash.of(withNulls)).contains(EMPTY_HASH);
  }

  /** Published clients know none of these, so they know no other way to hash them either. */
  @Test
  void each_changes_the_hash_in_every_dialect_as_it_is_written() throws IOException {
    JsonNode all = Json.tree().readTree(("{" + ALL + "}").replace('\'', '"'));
    for (Map.Entry<String, JsonNode> part : all.properties()) {
      Job job = job("'" + part.getKey() + "':" + part.getValue());
      assertThat(JobHash.of(job)).as(part.getKey()).get().isNotEqualTo(EMPTY_HASH);
      for (JobHash.Dialect dialect : JobHash.Dialect.ALL) {
        assertThat(JobHash.canonical(job, dialect))
            .isEqualTo(JobHash.canonical(job, JobHash.Dialect.OURS));
      }
    }
  }

  @Test
  void the_canonical_content_sorts_the_keys_of_a_host_config() throws IOException {
    assertThat(
            JobHash.canonical(
                job("'hostConfig':{'b':{'z':1,'a':2},'a':0},'init':false"), JobHash.Dialect.OURS))
        .isEqualTo(
            "{\"hostConfig\":{\"a\":0,\"b\":{\"a\":2,\"z\":1}},\"image\":\"busybox\","
                + "\"init\":false,\"name\":\"foo\",\"version\":\"1\"}");
  }

  @Test
  void a_host_config_is_a_copy_that_nobody_can_change() throws IOException {
    ContainerOptions options = job(ALL).container();

    assertThatThrownBy(() -> options.hostConfig().put("x", 1))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(
            () ->
                ContainerOptions.newBuilder()
                    .setHostConfig(Map.of("A", Map.of("B", new Object())))
                    .build())
        .hasMessageContaining("hostConfig.A.B is no JSON value");
    assertThatThrownBy(() -> job("'hostConfig':{'A':{'B':null}}"))
        .hasMessageContaining("hostConfig.A.B must not be null");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ALL,
        "'user':'1000:1000'",
        "'user':'nobody'",
        "'pidsLimit':-1",
        "'ulimits':{'nofile':{'soft':-1,'hard':-1},'nproc':{'soft':5,'hard':-1}}",
        "'devices':['/dev/fuse','/dev/a:/dev/b','/dev/a:rwm']",
        "'extraHosts':['a:::1','b:host-gateway']",
        "'stopSignal':'9'",
        "'stopSignal':'RTMIN+3'",
        "'cpus':0.01",
        "'hostConfig':{'Privileged':true}",
        "'logOptions':{'max-size':'1m'}",
      })
  void good_options_have_no_problems(String more) throws IOException {
    assertThat(JobValidator.forClients().validate(job(more), NOW)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "'user':'a b'|Invalid user: a b, expected NAME[:GROUP], names or numbers",
        "'user':'a:b:c'|Invalid user: a:b:c, expected NAME[:GROUP], names or numbers",
        "'workingDir':'w'|Working directory is not absolute: w",
        "'pidsLimit':0|Invalid pids limit: 0, expected 1 or more, or -1 for no limit",
        "'ulimits':{'files':{'soft':1}}|No such ulimit: files, known are core, cpu, data, fsize,"
            + " locks, memlock, msgqueue, nice, nofile, nproc, rss, rtprio, rttime, sigpending,"
            + " stack",
        "'ulimits':{'core':{'soft':2,'hard':1}}|Invalid ulimit core: soft 2, hard 1, expected -1"
            + " or more, and soft not above hard",
        "'ulimits':{'core':{'soft':-1,'hard':1}}|Invalid ulimit core: soft -1, hard 1, expected -1"
            + " or more, and soft not above hard",
        "'shmSize':0|Invalid size of /dev/shm: 0, expected 1 or more bytes",
        "'devices':['dev/x']|Invalid device: dev/x, expected HOST[:CONTAINER[:rwm]], absolute"
            + " paths",
        "'devices':['/dev/x:/dev/y:z']|Invalid device: /dev/x:/dev/y:z, expected"
            + " HOST[:CONTAINER[:rwm]], absolute paths",
        "'extraHosts':['db:nowhere']|Invalid extra host: db:nowhere, expected NAME:IP or"
            + " NAME:host-gateway",
        "'extraHosts':['db:1.2.3.4'],'networkMode':'container:x'|Extra hosts cannot be given with"
            + " network mode container:x: the names are those of the other container.",
        "'sysctls':{'somaxconn':'1'}|Invalid sysctl: somaxconn, expected a name as in"
            + " net.core.somaxconn",
        "'logDriver':' '|Log driver is empty",
        "'stopSignal':'SIGTREM'|Invalid stop signal: SIGTREM, expected one as in SIGINT, or a"
            + " number",
        "'cpus':0|Invalid number of cpus: 0.0, expected 0.001 or more",
        "'cpus':'NaN'|Invalid number of cpus: NaN, expected 0.001 or more",
        "'hostConfig':{'Memory':5}|hostConfig cannot have the key 'Memory': use the field"
            + " resources.memory of the job.",
        "'hostConfig':{'RestartPolicy':{}}|hostConfig cannot have the key 'RestartPolicy': the"
            + " agent restarts containers itself.",
        "'hostConfig':{'Colour':5}|hostConfig cannot have the key 'Colour': no Docker engine knows"
            + " it.",
        "'hostConfig':{'pidMode':'host'}|hostConfig cannot have the key 'pidMode': write it as"
            + " PidMode.",
      })
  void each_broken_rule_is_told(String more, String message) throws IOException {
    assertThat(JobValidator.forClients().validate(job(more), NOW)).containsExactly(message);
  }

  @Test
  void all_problems_of_a_host_config_are_told_at_once() throws IOException {
    assertThat(
            JobValidator.forClients()
                .validate(job("'hostConfig':{'Colour':5,'Binds':[],'AutoRemove':true}"), NOW))
        .hasSize(3);
  }

  @Test
  void privilege_needs_a_master_that_allows_every_capability() throws IOException {
    Job privileged = JobHash.identify(job("'hostConfig':{'Privileged':true}"));
    Job not = JobHash.identify(job("'hostConfig':{'Privileged':false}"));

    assertThat(JobValidator.forMasters(Set.of("NET_ADMIN")).validate(privileged, NOW))
        .singleElement()
        .asString()
        .startsWith("hostConfig cannot have the key 'Privileged': it gives all Linux capabilities");
    assertThat(JobValidator.forMasters(Set.of("ALL")).validate(privileged, NOW)).isEmpty();
    assertThat(JobValidator.forMasters(Set.of()).validate(not, NOW)).isEmpty();
  }

  @Test
  void a_key_is_either_passed_or_explained_never_both() {
    for (String key : List.of("NanoCpus", "Init", "LogConfig", "PortBindings", "AutoRemove")) {
      Set<String> problems = new java.util.HashSet<>();
      HostConfigKeys.check(Set.of(key), problems::add);
      assertThat(problems).as(key).hasSize(1).allMatch(text -> text.contains("'" + key + "'"));
    }
  }

  private static List<String> fields(Job job) {
    JsonNode written = Json.tree().valueToTree(job);
    return Arrays.stream(ContainerOptions.class.getRecordComponents())
        .map(RecordComponent::getName)
        .filter(written::has)
        .toList();
  }

  private static Job job(String more) throws IOException {
    String json = "{'id':'foo:1','image':'busybox'" + (more.isEmpty() ? "" : "," + more) + "}";
    return Json.read(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8), Job.class);
  }
}
