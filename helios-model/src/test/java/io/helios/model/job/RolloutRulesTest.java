package io.helios.model.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.helios.model.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RolloutRulesTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "'timeout':0|timeout must be greater than 0 seconds, not 0",
        "'timeout':-1|timeout must be greater than 0 seconds, not -1",
        "'parallelism':0|parallelism must be greater than 0 hosts, not 0",
        "'minHealthy':-1|minHealthy must be from 0 to 86400 seconds, not -1",
        "'soak':999999,'canary':'1','autoPromote':true"
            + "|soak must be from 0 to 604800 seconds, not 999999",
        "'maxFailures':'few'|maxFailures must be a number of hosts, such as 3, or a share of them,"
            + " such as 10%, not 'few'",
        "'maxFailures':'101%'|maxFailures must be a number of hosts, such as 3, or a share of"
            + " them, such as 10%, not '101%'",
        "'canary':'0'|canary must be a number of hosts, such as 3, or a share of them, such as"
            + " 10%, and at least 1, not '0'",
        "'autoPromote':true|autoPromote needs a canary to promote",
        "'canary':'1','soak':5|soak needs autoPromote: without it a canary waits to be promoted by"
            + " hand",
        "'order':{'label':'','values':['a']}|order must name a label",
        "'order':{'label':'z'}|order must name the values of label z in sequence",
        "'order':{'label':'z','values':['a','a']}|order names a value twice: z=a,a",
      })
  void a_bad_option_of_a_request_is_told(String options, String problem) throws IOException {
    assertThat(RolloutRules.inRequest(options(options), null)).containsExactly(problem);
  }

  @Test
  void what_a_request_leaves_to_the_job_is_looked_up_there() throws IOException {
    RolloutOptions canary = options("'canary':'10%'");

    assertThat(RolloutRules.inRequest(options("'autoPromote':true,'soak':5"), canary)).isEmpty();
    assertThat(RolloutRules.inRequest(null, null)).isEmpty();
  }

  @Test
  void a_count_may_also_be_written_as_a_number() throws IOException {
    assertThat(options("'maxFailures':3").maxFailures()).isEqualTo("3");
  }

  @ParameterizedTest
  @CsvSource({"0%,0,0", "10%,1,0", "33%,1,0", "34%,2,1", "50%,2,1", "100%,3,3", "2,2,2", "7,7,7"})
  void shares_of_three_hosts_are_rounded(String text, int up, int down) {
    HostCount count = HostCount.parse(text).orElseThrow();

    assertThat(count.roundedUp(3)).isEqualTo(up);
    assertThat(count.roundedDown(3)).isEqualTo(down);
    assertThat(count).hasToString(text);
  }

  @ParameterizedTest
  @CsvSource({"''", "-1", "1.5", "%", "10 %", "12345678", "1O"})
  void nothing_else_is_a_count(String text) {
    assertThat(HostCount.parse(text)).isEmpty();
  }

  @Test
  void a_job_with_bad_options_is_invalid_and_zeros_of_published_clients_are_not_bad()
      throws IOException {
    assertThat(problems("'timeout':0,'parallelism':0,'soak':5")).isEmpty();
    assertThat(problems("'timeout':-5,'canary':'x%'"))
        .hasSize(2)
        .first()
        .isEqualTo("Invalid rollout options: timeout must be greater than 0 seconds, not -5");
  }

  @Test
  void what_is_not_said_is_neither_written_nor_hashed() throws IOException {
    Job plain = job("'timeout':5");
    Job nulls = job("'timeout':5,'canary':null,'order':null,'minHealthy':null");

    assertThat(Json.text(nulls))
        .isEqualTo(Json.text(plain))
        .contains(
            "\"rolloutOptions\":{\"ignoreFailures\":null,\"migrate\":null,\"overlap\":null,"
                + "\"parallelism\":null,\"timeout\":5,\"token\":null}");
    assertThat(JobHash.canonical(nulls, JobHash.Dialect.OURS))
        .isEqualTo(
            "{\"image\":\"busybox\",\"name\":\"foo\",\"rolloutOptions\":{\"timeout\":5},"
                + "\"version\":\"1\"}");
    for (String more :
        List.of(
            "'minHealthy':1",
            "'maxFailures':'1'",
            "'rollbackOnFailure':true",
            "'canary':'1'",
            "'autoPromote':true",
            "'soak':1",
            "'order':{'label':'z','values':['a']}")) {
      assertThat(JobHash.of(job("'timeout':5," + more))).as(more).isNotEqualTo(JobHash.of(plain));
    }
  }

  private static Iterable<String> problems(String options) throws IOException {
    return JobValidator.forClients().validate(job(options), NOW);
  }

  private static RolloutOptions options(String options) throws IOException {
    return read("{" + options + "}", RolloutOptions.class);
  }

  private static Job job(String options) throws IOException {
    return read("{'id':'foo:1','image':'busybox','rolloutOptions':{" + options + "}}", Job.class);
  }

  private static <T> T read(String json, Class<T> type) throws IOException {
    return Json.read(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8), type);
  }
}
