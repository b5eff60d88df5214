package io.helios.model.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.helios.model.host.HostSelector;
import io.helios.model.job.JobId;
import io.helios.model.job.RolloutOptions;
import io.helios.model.json.Json;
import io.helios.model.json.JsonProblem;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class GroupJsonTest {
  private static final JobId JOB = new JobId("a", "1", "c");
  private static final DeploymentGroup GROUP =
      DeploymentGroup.of("g", List.of(HostSelector.parse("role=bench").orElseThrow()));
  private static final String SELECTORS =
      "'hostSelectors':[{'label':'role','operator':'EQUALS','operand':'bench'}]";

  @Test
  void a_group_is_written_as_recorded() throws Exception {
    DeploymentGroup rolled =
        new DeploymentGroup(
            "g",
            GROUP.hostSelectors(),
            JOB,
            ResolvedOptions.resolve(RolloutOptions.newBuilder().setTimeout(60L).build(), null)
                .toWire(),
            RollingUpdateReason.MANUAL);

    assertThat(http(GROUP)).isEqualTo(tree("{'name':'g'," + SELECTORS + "}"));
    assertThat(http(rolled))
        .isEqualTo(
            tree(
                "{'name':'g',"
                    + SELECTORS
                    + ",'rolloutOptions':{'timeout':60,'parallelism':1,'migrate':false,"
                    + "'overlap':false,'token':'','ignoreFailures':false},"
                    + "'rollingUpdateReason':'MANUAL','jobId':'a:1:c'}"));
  }

  @ParameterizedTest
  @CsvSource({"job", "jobId"})
  void a_group_names_its_job_either_way(String property) throws Exception {
    assertThat(
            read("{'name':'g'," + SELECTORS + ",'" + property + "':'a:1:c'}", DeploymentGroup.class)
                .jobId())
        .isEqualTo(JOB);
  }

  @Test
  void a_status_is_written_as_recorded() throws Exception {
    assertThat(
            http(
                new DeploymentGroupStatusResponse(
                    GROUP,
                    DeploymentGroupStatusResponse.Status.IDLE,
                    "",
                    List.of(new DeploymentGroupStatusResponse.HostStatus("h", null, null)),
                    null,
                    null,
                    null,
                    null)))
        .isEqualTo(
            tree(
                "{'deploymentGroup':{'name':'g',"
                    + SELECTORS
                    + "},'status':'IDLE','error':'',"
                    + "'hostStatuses':[{'host':'h','jobId':null,'state':null}],"
                    + "'deploymentGroupStatus':null}"));
    assertThat(http(new DeploymentGroupStatus(DeploymentGroupStatus.State.DONE, null)))
        .isEqualTo(tree("{'state':'DONE','error':null}"));
  }

  @Test
  void what_published_clients_send_is_understood() throws Exception {
    RollingUpdateRequest request =
        read(
            "{'job':'a:1:c','rolloutOptions':{'migrate':false,'overlap':false,'parallelism':1,"
                + "'timeout':300,'token':''}}",
            RollingUpdateRequest.class);

    assertThat(request.job()).isEqualTo(JOB);
    assertThat(ResolvedOptions.resolve(request.rolloutOptions(), null))
        .isEqualTo(ResolvedOptions.DEFAULT);
    assertThat(read("{'job':'a:1:c'}", RollingUpdateRequest.class).rolloutOptions()).isNull();
  }

  @Test
  void answers_to_published_clients_have_what_they_know_and_no_more_unless_there_is_more()
      throws Exception {
    assertThat(
            http(new CreateDeploymentGroupResponse(CreateDeploymentGroupResponse.Status.CREATED)))
        .isEqualTo(tree("{'status':'CREATED'}"));
    assertThat(
            http(
                new RemoveDeploymentGroupResponse(
                    RemoveDeploymentGroupResponse.Status.DEPLOYMENT_GROUP_NOT_FOUND)))
        .isEqualTo(tree("{'status':'DEPLOYMENT_GROUP_NOT_FOUND'}"));
    assertThat(http(new RollingUpdateResponse(RollingUpdateResponse.Status.JOB_NOT_FOUND, null)))
        .isEqualTo(tree("{'status':'JOB_NOT_FOUND'}"));
    assertThat(http(new RollingUpdateResponse(RollingUpdateResponse.Status.OK, "r")))
        .isEqualTo(tree("{'status':'OK','rolloutId':'r'}"));
  }

  /** The literals that clients 0.9.45 read; one more makes them fail on the whole answer. */
  @Test
  void enums_of_published_clients_have_exactly_their_literals() {
    assertThat(DeploymentGroupStatus.State.values())
        .extracting(Enum::name)
        .containsExactlyInAnyOrder("ROLLING_OUT", "FAILED", "DONE");
    assertThat(DeploymentGroupStatusResponse.Status.values())
        .extracting(Enum::name)
        .containsExactlyInAnyOrder("IDLE", "ROLLING_OUT", "FAILED", "ACTIVE");
    assertThat(CreateDeploymentGroupResponse.Status.values())
        .extracting(Enum::name)
        .containsExactlyInAnyOrder("CREATED", "NOT_MODIFIED", "CONFLICT");
    assertThat(RemoveDeploymentGroupResponse.Status.values())
        .extracting(Enum::name)
        .containsExactlyInAnyOrder("REMOVED", "DEPLOYMENT_GROUP_NOT_FOUND");
    assertThat(RollingUpdateResponse.Status.values())
        .extracting(Enum::name)
        .containsExactlyInAnyOrder("OK", "DEPLOYMENT_GROUP_NOT_FOUND", "JOB_NOT_FOUND");
    assertThat(RollingUpdateReason.values())
        .extracting(Enum::name)
        .containsExactlyInAnyOrder("MANUAL", "HOSTS_CHANGED");
  }

  @ParameterizedTest
  @EnumSource(RolloutState.class)
  void only_a_rollout_that_has_ended_looks_ended_to_published_clients(RolloutState state) {
    assertThat(state.forPublishedClients() != DeploymentGroupStatus.State.ROLLING_OUT)
        .isEqualTo(state.ended());
  }

  @Test
  void a_rollout_comes_back_as_it_went_but_for_the_token() throws Exception {
    Rollout rollout = rollout(RolloutOptions.newBuilder().setToken("s3cret").setSoak(5).build());

    for (ObjectMapper mapper : List.of(Json.tree(), Json.http())) {
      String written = mapper.writeValueAsString(rollout);
      assertThat(written).doesNotContain("s3cret");
      assertThat(mapper.readValue(written, Rollout.class)).isEqualTo(rollout);
      String summary = mapper.writeValueAsString(rollout.summary());
      assertThat(summary).doesNotContain("s3cret").doesNotContain("\"hosts\"");
      assertThat(mapper.readValue(summary, RolloutSummary.class)).isEqualTo(rollout.summary());
    }
    assertThat(rollout.options().soak()).isEqualTo(5);
  }

  @Test
  void a_summary_counts_every_host_once() {
    assertThat(rollout(RolloutOptions.NONE).summary().counts())
        .isEqualTo(new RolloutCounts(8, 1, 1, 2, 1, 2, 1));
  }

  @Test
  void a_plan_comes_back_as_it_went() throws Exception {
    RolloutPlan plan =
        new RolloutPlan(
            "f",
            JOB,
            1,
            null,
            List.of(
                new RolloutPlan.PlannedHost("h", RolloutPlan.Action.REPLACE, "runs a:0", 1),
                new RolloutPlan.PlannedHost("i", RolloutPlan.Action.KEEP, "runs it", null)));

    assertThat(read(Json.text(plan).replace('"', '\''), RolloutPlan.class)).isEqualTo(plan);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "{" + SELECTORS + "}|name of a deployment group is missing",
        "{'name':'g','hostSelectors':[{'label':'l','operator':'IS','operand':'x'}]}|IS was not one",
        "{'name':'g','hostSelectors':[null]}|hostSelectors must not contain null",
        "{'name':'g','jobId':'a'}|Invalid Job id: a",
        "{'name':'g','rolloutOptions':{'order':{'values':['x']}}}|label of a rollout's order",
      })
  void a_bad_group_is_refused_in_clear_words(String json, String message) {
    assertThat(refusal(json, DeploymentGroup.class)).contains(message);
  }

  @Test
  void requests_that_lack_the_essential_are_refused_in_clear_words() {
    assertThat(refusal("{'rolloutOptions':{}}", RollingUpdateRequest.class))
        .contains("job of a rolling update is missing");
    assertThat(refusal("{}", UpdateDeploymentGroupRequest.class))
        .contains("hostSelectors is missing");
  }

  private static Rollout rollout(RolloutOptions options) {
    List<HostOutcome.State> states = List.of(HostOutcome.State.values());
    return new Rollout(
        "r1",
        "g",
        RolloutState.ROLLING_OUT,
        RolloutReason.MANUAL,
        "me",
        null,
        JOB,
        options,
        1,
        2L,
        null,
        null,
        null,
        null,
        IntStream.range(0, 8)
            .mapToObj(
                i ->
                    new HostOutcome(
                        "h" + i, states.get(i % states.size()), null, null, 1L, null, null, 7L))
            .toList(),
        List.of(new RolloutEvent(1, "started", null, "began")));
  }

  private static JsonNode http(Object value) throws Exception {
    return Json.http().readTree(Json.http().writeValueAsString(value));
  }

  private static JsonNode tree(String json) throws Exception {
    return Json.http().readTree(json.replace('\'', '"'));
  }

  private static String refusal(String json, Class<?> type) {
    return JsonProblem.describe(
        catchThrowableOfType(JsonProcessingException.class, () -> read(json, type)));
  }

  private static <T> T read(String json, Class<T> type) throws Exception {
    return Json.read(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8), type);
  }
}
