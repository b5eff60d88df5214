package io.helios.model.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.helios.model.host.HostSelector;
import io.helios.model.host.HostStatus;
import io.helios.model.job.HealthCheck;
import io.helios.model.job.Job;
import io.helios.model.job.JobId;
import io.helios.model.job.Liveness;
import io.helios.model.job.PortMapping;
import io.helios.model.job.ServiceEndpoint;
import io.helios.model.task.Deployment;
import io.helios.model.task.Goal;
import io.helios.model.task.JobStatus;
import io.helios.model.task.TaskStatus;
import io.helios.model.task.TaskStatusEvent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonValuesTest {
  private static final String STATUS =
      "{'job':{'id':'a:1','image':'i'},'goal':'START','state':'RUNNING','containerId':'c',"
          + "'throttled':'NO','ports':{'p':{'internalPort':1,'externalPort':2}},'env':{'A':'b'}}";

  @Test
  void a_task_status_is_flat() throws Exception {
    TaskStatus status = read(STATUS, TaskStatus.class);

    assertThat(Json.tree().valueToTree(status).get("state").asText()).isEqualTo("RUNNING");
    assertThat(Json.text(status)).doesNotContain("report");
    assertThat(status.report().ports()).containsEntry("p", PortMapping.of(1, 2));
    assertThat(status.report().containerError()).isEmpty();
  }

  @Test
  void statuses_survive_both_dialects() throws Exception {
    survives("{'status':" + STATUS + ",'timestamp':5,'host':'h'}", TaskStatusEvent.class);
    survives(
        "{'job':{'id':'a:1'},'taskStatuses':{'h':" + STATUS + "},'deployments':{}}",
        JobStatus.class);
    survives(
        "{'status':'UP','jobs':{'a:1:c':{'jobId':'a:1:c','goal':'STOP'}},'statuses':{'a:1:c':"
            + STATUS
            + "},'environment':null,'agentInfo':{'uptime':1,'startTime':2},'hostInfo':{'cpus':2}}",
        HostStatus.class);
    survives("{'status':'UP','conditions':{'EngineUnresponsive':'why'}}", HostStatus.class);
  }

  @Test
  void jobs_survive_both_dialects() throws Exception {
    survives(
        "{'id':'a:1','image':'i','expires':1893456000123,'healthCheck':{'type':'exec',"
            + "'command':['x']},'registration':{'s/tcp':{'ports':{'p':{'tags':['t']},'q':{}}}},"
            + "'rolloutOptions':{'timeout':5},'resources':{'memory':5}}",
        Job.class);
  }

  @Test
  void null_is_as_good_as_absent() throws Exception {
    Job absent = read("{'id':'a:1'}", Job.class);
    Job withNulls =
        read(
            "{'id':'a:1','command':null,'env':null,'ports':null,'registration':null,'volumes':null,"
                + "'token':null,'registrationDomain':null,'addCapabilities':null,'labels':null,"
                + "'healthCheck':null,'expires':null,'securityOpt':null,'image':null}",
            Job.class);

    assertThat(withNulls).isEqualTo(absent);
  }

  @Test
  void unknown_properties_and_repeated_keys_do_no_harm() throws Exception {
    Job job =
        read(
            "{'id':'a:1','news':{'x':1},'image':'old','image':'new',"
                + "'healthCheck':{'type':'http','path':'/h','port':'p','type':'http'}}",
            Job.class);

    assertThat(job.image()).isEqualTo("new");
    assertThat(job.healthCheck()).isEqualTo(new HealthCheck.Http("/h", "p"));
  }

  @Test
  void a_check_by_the_image_is_written_as_published_clients_can_read_it() throws Exception {
    Job job = read("{'id':'a:1','healthCheck':{'type':'docker','retries':2}}", Job.class);

    assertThat(job.healthCheck())
        .isEqualTo(new HealthCheck.Docker(new Liveness(null, null, 2, null, null)));
    for (ObjectMapper mapper : List.of(Json.tree(), Json.http())) {
      String json = mapper.writeValueAsString(job);
      assertThat(mapper.readTree(json).path("healthCheck"))
          .isEqualTo(
              mapper.readTree("{\"type\":\"exec\",\"command\":[],\"docker\":true,\"retries\":2}"));
      assertThat(mapper.readValue(json, Job.class)).isEqualTo(job);
    }
  }

  @Test
  void a_check_that_says_nothing_new_is_written_as_ever() throws Exception {
    Job job =
        read("{'id':'a:1','healthCheck':{'type':'tcp','port':'p','restart':null}}", Job.class);

    assertThat(Json.text(job)).contains("\"healthCheck\":{\"type\":\"tcp\",\"port\":\"p\"}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'2030-01-01T00:00:00.000+0000'",
        "'2030-01-01T00:00:00+00:00'",
        "'2030-01-01T01:00:00.000+0100'",
        "'2030-01-01T00:00:00Z'",
        "1893456000000"
      })
  void dates_are_text_or_number(String date) throws Exception {
    Job job = read("{'id':'a:1','expires':" + date + "}", Job.class);

    assertThat(job.expires()).isEqualTo(Instant.parse("2030-01-01T00:00:00Z"));
    assertThat(Json.text(job)).contains("\"expires\":\"2030-01-01T00:00:00.000+0000\"");
    assertThat(Json.http().writeValueAsString(job)).contains("\"expires\":1893456000000");
  }

  @ParameterizedTest
  @ValueSource(strings = {"job", "jobId"})
  void a_deployment_names_its_job_either_way(String property) throws Exception {
    Deployment read = read("{'" + property + "':'a:1:c','goal':'START'}", Deployment.class);

    assertThat(read).isEqualTo(Deployment.of(new JobId("a", "1", "c"), Goal.START));
    assertThat(Json.text(read))
        .isEqualTo("{\"deployerUser\":null,\"goal\":\"START\",\"jobId\":\"a:1:c\"}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"stop", "Stop", " S TOP\\t"})
  void literals_are_read_leniently(String goal) throws Exception {
    assertThat(read("{'goal':'" + goal + "'}", Deployment.class).goal()).isEqualTo(Goal.STOP);
  }

  @Test
  void a_hyphen_in_a_literal_is_an_underscore() throws Exception {
    HostSelector selector =
        read("{'label':'r','operator':'not-equals','operand':'x'}", HostSelector.class);

    assertThat(selector.operator()).isEqualTo(HostSelector.Operator.NOT_EQUALS);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "{'goal':'FLY'}|FLY was not one of [START, STOP, UNDEPLOY] (at goal)",
        "{'goal':1}|was not one of [START, STOP, UNDEPLOY]",
        "{'jobId':'a'}|Invalid Job id: a (at jobId)",
        "{'jobId':'a:b:c:d'}|Invalid Job id: a:b:c:d",
      })
  void a_bad_deployment_is_refused_in_clear_words(String json, String message) {
    assertThat(refusal(json, Deployment.class)).contains(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "{'id':'a:1','env':{'K':null}}|env: 'K' must not be null",
        "{'id':'a:1','command':['a',null]}|command must not contain null",
        "{'id':'a:1','addCapabilities':[null]}|addCapabilities must not contain null",
        "{'id':'a:1','ports':{'p':null}}|ports: 'p' must not be null",
        "{'id':'a:1','registration':{'s':null}}|must not be null",
        "{'id':'a:1','registration':{'s':{'ports':{'p':null}}}}|ports: 'p' must not be null",
        "{'id':'a:1','registration':{'a/b/c':{}}}|expected name/protocol",
        "{'id':'a:1','ports':{'p':{'ip':'localhost'}}}|localhost is not a valid IP address.",
        "{'id':'a:1','ports':{'p':7}}|ports.p cannot be a number",
        "{'id':'a:1','expires':'soon'}|expected epoch milliseconds or",
        "{'id':'a:1','expires':99999999999999999999}|out of range",
        "{'id':'a:1','healthCheck':{'type':'fly'}}|[docker, exec, http, tcp], not 'fly'",
        "{'id':'a:1','healthCheck':{'port':'p'}}|type of a health check",
        "{'id':'a:1'|line 1",
      })
  void a_bad_job_is_refused_in_clear_words(String json, String message) {
    assertThat(refusal(json, Job.class)).contains(message).doesNotContain("NullPointer");
  }

  @Test
  void a_status_without_state_or_job_is_refused() {
    assertThat(refusal("{'job':{'id':'a:1'}}", TaskStatus.class)).contains("state of a task");
    assertThat(refusal("{'state':'RUNNING'}", TaskStatus.class)).contains("job of a task status");
  }

  @Test
  void null_is_no_value() {
    assertThatThrownBy(() -> read("null", Job.class)).hasMessageContaining("expected Job");
  }

  @Test
  void a_service_endpoint_is_an_object_as_a_value_and_text_as_a_key() throws Exception {
    ServiceEndpoint endpoint = ServiceEndpoint.parse("s");

    assertThat(Json.text(endpoint)).isEqualTo("{\"name\":\"s\",\"protocol\":\"http\"}");
    assertThat(read("{'name':'s'}", ServiceEndpoint.class)).isEqualTo(endpoint);
  }

  @Test
  void a_selector_has_one_operand_or_an_array() throws Exception {
    for (String json :
        List.of(
            "{'label':'r','operand':'x','operator':'EQUALS'}",
            "{'label':'r','operand':['y','x'],'operator':'NOT_IN'}")) {
      assertThat(Json.text(read(json, HostSelector.class))).isEqualTo(json.replace('\'', '"'));
    }
    assertThat(refusal("{'label':'r','operator':'IN','operand':'x'}", HostSelector.class))
        .contains("an array of texts");
    assertThat(refusal("{'label':'r','operator':'EQUALS','operand':['x']}", HostSelector.class))
        .contains("takes a text");
    assertThat(refusal("{'operator':'EQUALS','operand':'x'}", HostSelector.class))
        .contains("label of a host selector is missing");
  }

  private static <T> void survives(String json, Class<T> type) throws Exception {
    T value = read(json, type);
    for (ObjectMapper mapper : List.of(Json.tree(), Json.http())) {
      String written = mapper.writeValueAsString(value);
      assertThat(Json.tree().readValue(written, type)).isEqualTo(value);
      assertThat(Json.http().readValue(written, type)).isEqualTo(value);
    }
  }

  @Test
  void the_parsers_own_words_name_neither_packages_nor_hidden_sources() {
    for (String bad :
        List.of("[1]", "{\"id\":\"a:1\",\"env\":[]", "{\"id\":\"a:1\",\"ports\":5}")) {
      assertThat(
              catchThrowableOfType(
                  JsonProcessingException.class, () -> Json.tree().readValue(bad, Job.class)))
          .extracting(JsonProblem::describe, STRING)
          .doesNotContain("io.helios")
          .doesNotContain("java.util")
          .doesNotContain("REDACTED")
          .contains("line 1");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[]|the whole cannot be a list [ ... ] [line 1, column 1]",
        "'\"x\"'|the whole cannot be text [line 1, column 1]",
        "'{\"id\":5}'|id cannot be a number [line 1, column 7]",
        "'{\"id\":\"a:1\",\"ports\":[1]}'|ports must be an object { ... } [line 1, column 21]",
        "'{\"id\":\"a:1\",\"ports\":{\"x\":3}}'|ports.x cannot be a number [line 1, column 26]",
        "'{\"id\":\"a:1\",\"env\":{\"x\":[]}}'|env.x must be text [line 1, column 24]",
        "'{\"id\":\"a:1\",\"command\":\"x\"}'|command must be a list [ ... ] [line 1, column 23]",
        "'{\"id\":\"a:1\",\"gracePeriod\":\"x\"}'|gracePeriod must be a number [line 1, column 27]",
      })
  void what_does_not_fit_is_told_in_the_words_of_json(String bad, String message) {
    assertThat(
            catchThrowableOfType(
                JsonProcessingException.class, () -> Json.http().readValue(bad, Job.class)))
        .extracting(JsonProblem::describe, STRING)
        .isEqualTo(message);
  }

  private static String refusal(String json, Class<?> type) {
    return JsonProblem.describe(
        catchThrowableOfType(JsonProcessingException.class, () -> read(json, type)));
  }

  private static <T> T read(String json, Class<T> type) throws Exception {
    return Json.read(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8), type);
  }
}
