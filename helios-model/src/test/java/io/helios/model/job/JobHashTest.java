package io.helios.model.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.helios.model.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JobHashTest {
  private static final String EMPTY = "8f747a64ccd4b0b186718eea5b6a60e6076e5974";
  private static final String LARGE =
      "{'id':'foo:1','image':'reg:80/busybox:latest','command':['sh','-c','echo'],"
          + "'env':{'B':'2','A':''},'ports':{'http':{'internalPort':8080,'externalPort':80},"
          + "'admin':{'internalPort':0,'protocol':'tcp'}},"
          + "'registration':{'svc/http':{'ports':{'http':{}}}},'gracePeriod':0,"
          + "'volumes':{'/data':'','/x':'/y'},'expires':'2030-01-01T00:00:00.000+0000',"
          + "'registrationDomain':'d','token':'t','resources':{'memory':10485760,"
          + "'memorySwap':null,'cpuShares':0,'cpuset':''},"
          + "'healthCheck':{'type':'http','path':'/h','port':'http','type':'http'},"
          + "'securityOpt':['a:b'],'networkMode':'bridge','metadata':{'k':''},"
          + "'addCapabilities':['Z','A'],'dropCapabilities':['K'],'hostname':'h',"
          + "'secondsToWaitBeforeKill':0,'creatingUser':'me','created':17}";

  @Test
  void the_canonical_content_of_a_plain_job_has_only_image_name_and_version() throws IOException {
    Job job = job("");

    assertThat(JobHash.canonical(job, JobHash.Dialect.OURS))
        .isEqualTo("{\"image\":\"busybox\",\"name\":\"foo\",\"version\":\"1\"}");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "|" + EMPTY,
        "'healthCheck':{'type':'exec','command':['true']}|affa270566fbda1cf3e6f063ce804e09ba0787fd",
        "'ports':{'p':{'internalPort':53,'protocol':'udp'}},'healthCheck':{'type':'tcp','port':'p'}"
            + "|9945db1f6835891eff7c90ba1578f76baa2d18b1",
        "'ports':{'a':{'internalPort':80,'externalPort':8080}}"
            + "|fab2b55658b7e1ba2254fdd635f27d773c59dba1",
        "'env':{'K':'\\u00e9/\\u0022\\u2028'}|82d5561f9260d60074f7128c805d2a785de0ee04",
        "'gracePeriod':0|b94c6d6e1a8cc880b1259a0b7a98b8b423a7e897",
        "'ports':{'a':{'internalPort':0}}|0aab7a950f9f9d8b396f22874284e1996fc063e9",
        "'volumes':{'/data':''}|e94bef074ebb2c6182f114617118b31b966d9c29",
        "'ports':{'http':{'internalPort':80}},'registration':{'s/http':{'ports':{'http':{}}}}"
            + "|5e67d549e2dc8ee606598e284ff8ec0825827180",
        "'resources':{}|be7e05f42ff0ae948da0bdfea7428ab5e48c997a",
        "'expires':'2030-01-01T00:00:00Z'|44d2e494dd01e66422a43d061e46c13e80e66d8f",
        "'expires':1893456000000|44d2e494dd01e66422a43d061e46c13e80e66d8f",
      })
  void our_hash_is_that_of_the_latest_clients(String more, String hash) throws IOException {
    assertThat(JobHash.of(job(more))).contains(hash);
  }

  @ParameterizedTest(name = "{0} as {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "'gracePeriod':0|" + EMPTY,
        "'ports':{'a':{'internalPort':0}}|31bab50060563ad67ec7bd93de73d7a8bfe148e6",
        "'volumes':{'/data':''}|" + EMPTY,
        "'ports':{'http':{'internalPort':80}},'registration':{'s/http':{'ports':{'http':{}}}}"
            + "|961eb3f55f1840cb08473c988929983e8f815c91",
        "'resources':{}|" + EMPTY,
        "'expires':1893456000000|77bb7d716d72d0ecd3de1b943f348f157d766661",
        "'expires':1893456000000|44d2e494dd01e66422a43d061e46c13e80e66d8f",
      })
  void hashes_of_older_clients_are_recognised(String more, String hash) throws IOException {
    Job job = job(more);

    assertThat(JobHash.matches(job.toBuilder().setId(job.id().withHash(hash)).build())).isTrue();
  }

  @Test
  void the_large_job_has_its_published_hash() throws IOException {
    assertThat(JobHash.of(read(LARGE))).contains("2ff341018c036a5e7549c4812673d87e9422ba46");
  }

  @ParameterizedTest
  @CsvSource({
    "2ff341018c036a5e7549c4812673d87e9422ba46",
    "119693f36ff039a5a7712c2933fcc36dd3d48586"
  })
  void the_large_job_is_recognised_with_the_hashes_of_both_client_lines(String hash)
      throws IOException {
    assertThat(JobHash.matches(read(LARGE.replace("foo:1", "foo:1:" + hash)))).isTrue();
  }

  @Test
  void what_a_health_check_says_of_its_pace_is_part_of_the_identity() throws IOException {
    Job plain = job("'healthCheck':{'type':'exec','command':['true']}");
    Job paced = job("'healthCheck':{'type':'exec','command':['true'],'interval':5,'restart':true}");

    assertThat(JobHash.of(paced)).isNotEqualTo(JobHash.of(plain));
    assertThat(JobHash.canonical(paced, JobHash.Dialect.OURS))
        .startsWith(
            "{\"healthCheck\":{\"command\":[\"true\"],\"interval\":5,\"restart\":true,\"type\":\"exec\"}");
  }

  @Test
  void a_check_by_the_image_has_one_identity_however_it_is_written() throws IOException {
    Job typed = job("'healthCheck':{'type':'docker'}");
    Job flagged = job("'healthCheck':{'type':'exec','command':[],'docker':true}");

    assertThat(JobHash.of(flagged)).isEqualTo(JobHash.of(typed));
    assertThat(JobHash.canonical(typed, JobHash.Dialect.OURS))
        .startsWith("{\"healthCheck\":{\"type\":\"docker\"}");
  }

  @Test
  void the_order_of_capabilities_is_part_of_the_identity() throws IOException {
    assertThat(JobHash.of(job("'addCapabilities':['Z','A']")))
        .isNotEqualTo(JobHash.of(job("'addCapabilities':['A','Z']")));
  }

  @Test
  void a_foreign_hash_does_not_match_and_neither_does_none() throws IOException {
    Job job = job("");

    assertThat(JobHash.matches(job)).isFalse();
    assertThat(JobHash.matches(job.toBuilder().setId(job.id().withHash("0".repeat(40))).build()))
        .isFalse();
  }

  @Test
  void identifying_completes_an_id_and_keeps_a_given_hash() throws IOException {
    Job job = job("");
    Job given = job.toBuilder().setId(job.id().withHash("mine")).build();

    assertThat(JobHash.identify(job).id()).hasToString("foo:1:" + EMPTY);
    assertThat(JobHash.identify(given)).isSameAs(given);
  }

  @Test
  void without_id_or_version_there_is_no_hash() throws IOException {
    Job nameless = read("{'image':'busybox'}");
    Job versionless = nameless.toBuilder().setId(new JobId("foo", null, null)).build();

    assertThat(JobHash.identify(nameless)).isSameAs(nameless);
    assertThat(JobHash.identify(versionless)).isSameAs(versionless);
    assertThat(JobHash.of(nameless)).isEmpty();
  }

  private static Job job(String more) throws IOException {
    return read("{'id':'foo:1','image':'busybox'" + (more == null ? "" : "," + more) + "}");
  }

  private static Job read(String json) throws IOException {
    String text = json.replace(",}", "}").replace('\'', '"');
    return Json.read(text.getBytes(StandardCharsets.UTF_8), Job.class);
  }
}
