package io.helios.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.helios.client.fixtures.ScriptedMaster;
import io.helios.client.fixtures.ScriptedMaster.Answer;
import io.helios.model.group.CreateDeploymentGroupResponse;
import io.helios.model.group.DeploymentGroup;
import io.helios.model.group.DeploymentGroupStatusResponse;
import io.helios.model.group.HostOutcome;
import io.helios.model.group.RemoveDeploymentGroupResponse;
import io.helios.model.group.RollingUpdateResponse;
import io.helios.model.group.Rollout;
import io.helios.model.group.RolloutPlan;
import io.helios.model.group.RolloutState;
import io.helios.model.group.UpdateDeploymentGroupResponse;
import io.helios.model.host.HostSelector;
import io.helios.model.job.JobId;
import io.helios.model.job.RolloutOptions;
import io.helios.model.task.State;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GroupCallsTest {
  private static final JobId ID = new JobId("foo", "1", "8f747a64ccd4b0b186718eea5b6a60e6076e5974");
  private static final List<HostSelector> SELECTORS =
      List.of(HostSelector.parse("role=web").orElseThrow());
  private static final String GROUP =
      "'name':'g','hostSelectors':[{'label':'role','operator':'EQUALS','operand':'web'}]";

  private final ScriptedMaster master = new ScriptedMaster();
  private final HeliosClient client =
      HeliosClient.newBuilder()
          .setEndpointStrings(List.of(master.url()))
          .setUser("alice")
          .setHttpTimeout(20, TimeUnit.SECONDS)
          .setRetryTimeout(20, TimeUnit.SECONDS)
          .setShortLived(true)
          .build();

  @AfterEach
  void close() {
    client.close();
    master.close();
  }

  @Test
  void groups_are_made_looked_at_and_removed_as_by_the_predecessors_client() {
    master
        .on("POST", "/deployment-group", json("{'status':'NOT_MODIFIED'}"))
        .on("GET", "/deployment-group", json("['g']"))
        .on("GET", "/deployment-group/g", json("{" + GROUP + "}"))
        .on("DELETE", "/deployment-group/g", json("{'status':'REMOVED'}"))
        .on("POST", "/deployment-group/g/stop", request -> Answer.of(204, ""));

    assertThat(client.createDeploymentGroup(DeploymentGroup.of("g", SELECTORS)).join().status())
        .isEqualTo(CreateDeploymentGroupResponse.Status.NOT_MODIFIED);
    assertThat(client.listDeploymentGroups().join()).containsExactly("g");
    assertThat(client.deploymentGroup("g").join()).contains(DeploymentGroup.of("g", SELECTORS));
    assertThat(client.deploymentGroup("other").join()).isEmpty();
    assertThat(client.removeDeploymentGroup("g").join().status())
        .isEqualTo(RemoveDeploymentGroupResponse.Status.REMOVED);
    assertThat(client.stopDeploymentGroup("g").join()).isEqualTo(204);
    assertThat(client.stopDeploymentGroup("other").join()).isEqualTo(404);
    assertThat(master.lines())
        .contains(
            "POST /deployment-group/?user=alice",
            "GET /deployment-group/?user=alice",
            "POST /deployment-group/g/stop?user=alice");
    assertThat(master.received().get(0).body())
        .isEqualTo(
            json(
                "{'hostSelectors':[{'label':'role','operand':'web','operator':'EQUALS'}],"
                    + "'name':'g'}"));
  }

  @Test
  void a_status_of_an_older_master_has_no_rollout() {
    master.on(
        "GET",
        "/deployment-group/g/status",
        json(
            "{'deploymentGroup':{"
                + GROUP
                + "},'status':'ACTIVE','error':null,'hostStatuses':[{'host':'h','jobId':'"
                + ID
                + "','state':'RUNNING'}],'deploymentGroupStatus':{'state':'DONE','error':null}}"));

    DeploymentGroupStatusResponse status = client.deploymentGroupStatus("g").join().orElseThrow();

    assertThat(status.status()).isEqualTo(DeploymentGroupStatusResponse.Status.ACTIVE);
    assertThat(status.hostStatuses())
        .containsExactly(new DeploymentGroupStatusResponse.HostStatus("h", ID, State.RUNNING));
    assertThat(status.rolloutId()).isNull();
    assertThat(client.deploymentGroupStatus("other").join()).isEmpty();
  }

  @Test
  void only_given_options_are_sent_and_a_refusal_is_an_answer() {
    master.on(
        "POST", "/deployment-group/g/rolling-update", json("{'status':'OK','rolloutId':'r1'}"));
    master.on(
        "POST",
        "/deployment-group/other/rolling-update",
        json("{'status':'DEPLOYMENT_GROUP_NOT_FOUND'}"));
    RolloutOptions options = RolloutOptions.newBuilder().setTimeout(5L).setCanary("1").build();

    assertThat(client.rollingUpdate("g", ID, options).join())
        .isEqualTo(new RollingUpdateResponse(RollingUpdateResponse.Status.OK, "r1"));
    assertThat(client.rollingUpdate("other", ID, null).join().status())
        .isEqualTo(RollingUpdateResponse.Status.DEPLOYMENT_GROUP_NOT_FOUND);
    assertThat(client.rollouts().start("g", ID, options, "f p").join().rolloutId()).isEqualTo("r1");
    assertThat(master.received().get(0).body())
        .isEqualTo(
            json(
                "{'job':'"
                    + ID
                    + "','rolloutOptions':{'canary':'1','ignoreFailures':null,'migrate':null,"
                    + "'overlap':null,'parallelism':null,'timeout':5,'token':null}}"));
    assertThat(master.lines())
        .contains("POST /deployment-group/g/rolling-update?plan=f%20p&user=alice");
  }

  @Test
  void facts_that_have_changed_are_told() {
    master.on(
        "POST",
        "/deployment-group/g/rolling-update",
        request -> Answer.of(409, json("{'message':'the facts have changed'}")));

    assertThatThrownBy(() -> client.rollouts().start("g", ID, null, "old").join())
        .hasCauseInstanceOf(RequestRejected.class)
        .hasMessageContaining("the facts have changed");
  }

  @Test
  void a_plan_says_what_would_happen_to_each_host() {
    master.on(
        "POST",
        "/deployment-group/g/rolling-update/plan",
        json(
            "{'fingerprint':'f','jobId':'"
                + ID
                + "','batches':1,'estimateSeconds':null,"
                + "'hosts':[{'host':'h','action':'DEPLOY','reason':'new','batch':1}]}"));

    assertThat(client.rollouts().plan("g", ID, null).join().hosts())
        .containsExactly(new RolloutPlan.PlannedHost("h", RolloutPlan.Action.DEPLOY, "new", 1));
  }

  @Test
  void rollouts_are_listed_looked_at_and_steered() {
    String summary =
        "'id':'r1','group':'g','state':'PAUSED','reason':'MANUAL','user':null,'fromJob':null,"
            + "'jobId':'"
            + ID
            + "','options':{},'created':1,'started':null,'ended':null,'error':null,'detail':null,"
            + "'rollbackOf':null";
    master
        .on(
            "GET",
            "/deployment-group/g/rollouts",
            json("[{" + summary + ",'counts':{'total':3,'done':1,'failed':2}}]"))
        .on(
            "GET",
            "/rollouts/r1",
            json("{" + summary + ",'hosts':[{'host':'h','state':'VERIFYING'}],'events':[]}"));
    for (String action : List.of("pause", "resume", "promote", "stop")) {
      master.on("POST", "/rollouts/r1/" + action, json("{'status':'OK','rolloutId':'r1'}"));
    }
    master
        .on("POST", "/rollouts/r1/retry", json("{'status':'OK','rolloutId':'r2'}"))
        .on("POST", "/deployment-group/g/rollback", json("{'status':'OK','rolloutId':'r3'}"));

    assertThat(client.rollouts().list("g", 1).join().orElseThrow().get(0).counts().failed())
        .isEqualTo(2);
    assertThat(client.rollouts().list("g").join()).isPresent();
    assertThat(client.rollouts().list("other").join()).isEmpty();
    Rollout rollout = client.rollouts().get("r1").join().orElseThrow();
    assertThat(rollout.state()).isEqualTo(RolloutState.PAUSED);
    assertThat(rollout.hosts().get(0).state()).isEqualTo(HostOutcome.State.VERIFYING);
    assertThat(client.rollouts().get("r2").join()).isEmpty();
    assertThat(client.rollouts().pause("r1").join().rolloutId()).isEqualTo("r1");
    assertThat(client.rollouts().resume("r1").join().rolloutId()).isEqualTo("r1");
    assertThat(client.rollouts().promote("r1").join().rolloutId()).isEqualTo("r1");
    assertThat(client.rollouts().stop("r1").join().rolloutId()).isEqualTo("r1");
    assertThat(client.rollouts().retry("r1").join().rolloutId()).isEqualTo("r2");
    assertThat(client.rollouts().rollback("g").join().rolloutId()).isEqualTo("r3");
    assertThat(client.rollouts().rollback("g", "r1").join().rolloutId()).isEqualTo("r3");
    assertThat(master.lines())
        .contains(
            "GET /deployment-group/g/rollouts?limit=1&user=alice",
            "POST /deployment-group/g/rollback?to=r1&user=alice");
  }

  @Test
  void a_group_is_edited_and_its_hosts_are_previewed() {
    String host = "[{'host':'h','status':'UP','labels':{'role':'web'},'matches':true}]";
    master
        .on("PUT", "/deployment-group/g", json("{'status':'UPDATED'}"))
        .on("GET", "/deployment-group/g/hosts", json(host))
        .on("GET", "/deployment-group/-/hosts", json(host));

    assertThat(client.updateDeploymentGroup("g", SELECTORS).join().status())
        .isEqualTo(UpdateDeploymentGroupResponse.Status.UPDATED);
    assertThat(client.deploymentGroupHosts("g").join().orElseThrow()).hasSize(1);
    assertThat(client.deploymentGroupHosts("other").join()).isEmpty();
    assertThat(client.previewDeploymentGroup(SELECTORS).join().get(0).labels())
        .containsEntry("role", "web");
    assertThat(master.lines())
        .contains("GET /deployment-group/-/hosts?selector=role%20%3D%20web&user=alice");
  }

  private static String json(String text) {
    return text.replace('\'', '"');
  }
}
