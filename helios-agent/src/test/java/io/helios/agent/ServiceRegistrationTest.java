package io.helios.agent;

import static io.helios.agent.ClusterOfOne.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.helios.model.job.HealthCheck;
import io.helios.model.job.Job;
import io.helios.model.job.JobBuilder;
import io.helios.model.job.JobId;
import io.helios.model.job.PortMapping;
import io.helios.model.job.ServiceEndpoint;
import io.helios.model.job.ServicePorts;
import io.helios.model.task.Goal;
import io.helios.model.task.State;
import io.helios.model.task.TaskReport;
import io.helios.serviceregistration.ServiceRegistration.Endpoint;
import io.helios.serviceregistration.ServiceRegistration.EndpointHealthCheck;
import io.helios.serviceregistration.fixtures.InMemoryServiceRegistrar;
import io.helios.serviceregistration.fixtures.InMemoryServiceRegistrar.Mood;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An agent with a registrar that is watched. */
class ServiceRegistrationTest {
  /** Longer than any test. */
  private static final int AN_HOUR = 3600;

  @TempDir Path state;
  private ClusterOfOne cluster;
  private InMemoryServiceRegistrar registrar = new InMemoryServiceRegistrar();

  @BeforeEach
  void begin() throws Exception {
    cluster = new ClusterOfOne(state);
    cluster.engine.addImage("sim/ok:1");
    cluster.registrar = Optional.of(() -> registrar);
    cluster.startAgent();
  }

  @AfterEach
  void end() throws Exception {
    registrar.release();
    cluster.close();
  }

  private static JobBuilder web() {
    return Job.newBuilder("web", "1")
        .setId(new JobId("web", "1", "a".repeat(40)))
        .setImage("sim/ok:1")
        .setPorts(Map.of("http", PortMapping.of(80), "admin", PortMapping.of(81)))
        .setRegistration(Map.of(ServiceEndpoint.parse("shop"), ServicePorts.of("http")))
        .setSecondsToWaitBeforeKill(1);
  }

  private TaskReport deployed(Job job) throws Exception {
    return cluster.awaitRunning(job, cluster.deploy(job));
  }

  private Optional<String> complaint(Job job) {
    return cluster.report(job).map(TaskReport::registrationError);
  }

  @Test
  void a_running_task_can_be_found_at_its_external_port() throws Exception {
    Job job =
        web()
            .setRegistrationDomain("eu")
            .setHealthCheck(new HealthCheck.Http("/ok", "http"))
            .setRegistration(
                Map.of(
                    ServiceEndpoint.parse("shop/https"),
                    new ServicePorts(Map.of("http", new ServicePorts.Parameters(List.of("blue"))))))
            .build();
    cluster.engine.probe();
    TaskReport report = deployed(job);
    assertThat(registrar.endpoints())
        .containsExactly(
            new Endpoint(
                "shop",
                "https",
                report.ports().get("http").externalPort(),
                "eu.example.net",
                "h1",
                List.of("blue"),
                EndpointHealthCheck.newHttpCheck("/ok")));
    assertThat(report.registrationError()).isNull();
  }

  @Test
  void a_job_that_registers_nothing_has_nothing_to_do_with_the_registrar() throws Exception {
    registrar.become(Mood.THROWING);
    deployed(web().setRegistration(Map.of()).build());
    assertThat(registrar.calls()).isEmpty();
  }

  @Test
  void a_task_is_not_called_running_before_it_can_be_found() throws Exception {
    registrar.become(Mood.HANGING);
    Job job = web().build();
    long generation = cluster.deploy(job);
    eventually(() -> complaint(job).isPresent());
    TaskReport waiting = cluster.report(job).orElseThrow();
    assertThat(waiting.state()).isEqualTo(State.STARTING);
    assertThat(waiting.registrationError()).contains("did not answer within");
    assertThat(cluster.agent.conditions()).containsKey("RegistrarFailing");
    registrar.release();
    TaskReport running = cluster.awaitRunning(job, generation);
    assertThat(running.containerId()).isEqualTo(waiting.containerId());
    assertThat(running.registrationError()).isNull();
    assertThat(registrar.endpoints()).hasSize(1);
    assertThat(registrar.calls()).containsExactly("register");
    assertThat(cluster.agent.conditions()).doesNotContainKey("RegistrarFailing");
  }

  @Test
  void what_a_handle_promises_and_breaks_is_registered_anew() throws Exception {
    registrar.become(Mood.REFUSING);
    Job job = web().build();
    long generation = cluster.deploy(job);
    eventually(() -> complaint(job).filter(text -> text.contains("refused")).isPresent());
    assertThat(cluster.report(job).orElseThrow().state()).isEqualTo(State.STARTING);
    registrar.become(Mood.WELL);
    cluster.awaitRunning(job, generation);
    assertThat(registrar.endpoints()).hasSize(1);
  }

  @Test
  void a_hanging_registrar_delays_no_other_job_and_no_other_goal() throws Exception {
    registrar.become(Mood.HANGING);
    Job job = web().build();
    cluster.deploy(job);
    eventually(() -> registrar.calls().size() == 1);
    deployed(cluster.job("other", "sim/ok:1"));
    cluster.undeploy(job);
    cluster.awaitGone(job);
    registrar.release();
    eventually(() -> registrar.calls().equals(List.of("register", "unregister")));
    assertThat(registrar.endpoints()).isEmpty();
  }

  @Test
  void an_undeployed_job_is_withdrawn_before_it_is_stopped_and_drains() throws Exception {
    Job job = web().setGracePeriod(AN_HOUR).build();
    deployed(job);
    cluster.undeploy(job);
    eventually(() -> registrar.endpoints().isEmpty());
    cluster.awaitState(job, State.STOPPING);
    deployed(cluster.job("other", "sim/ok:1"));
    assertThat(cluster.running(job)).hasSize(1);
    cluster.deploy(job);
    eventually(() -> cluster.report(job).filter(it -> it.goal() == Goal.START).isPresent());
    assertThat(cluster.running(job)).hasSize(1);
    assertThat(cluster.report(job).orElseThrow().state()).isEqualTo(State.STOPPING);
  }

  @Test
  void the_container_is_stopped_when_the_grace_period_is_over() throws Exception {
    Job job = web().setGracePeriod(1).build();
    deployed(job);
    cluster.undeploy(job);
    cluster.awaitGone(job);
    assertThat(registrar.calls()).containsExactly("register", "unregister");
  }

  @Test
  void a_container_that_ends_is_withdrawn_and_the_next_one_registered() throws Exception {
    Job job = web().build();
    TaskReport before = deployed(job);
    cluster.engine.kill(cluster.running(job).get(0).id(), 137);
    eventually(() -> registrar.calls().equals(List.of("register", "unregister", "register")));
    eventually(
        () ->
            cluster
                .report(job)
                .filter(it -> it.state() == State.RUNNING)
                .filter(it -> !before.containerId().equals(it.containerId()))
                .isPresent());
    assertThat(registrar.endpoints()).hasSize(1);
  }

  @Test
  void an_undeploy_does_not_wait_for_a_broken_registrar_which_is_told_later() throws Exception {
    Job job = web().build();
    deployed(job);
    registrar.become(Mood.THROWING);
    cluster.undeploy(job);
    cluster.awaitGone(job);
    assertThat(registrar.endpoints()).hasSize(1);
    registrar.become(Mood.WELL);
    eventually(() -> registrar.endpoints().isEmpty());
    assertThat(cluster.report(job)).isEmpty();
  }

  @Test
  void a_stopped_agent_leaves_its_services_to_be_found() throws Exception {
    deployed(web().build());
    cluster.agent.close();
    cluster.agent = null;
    assertThat(registrar.isClosed()).isTrue();
    assertThat(registrar.calls()).containsExactly("register");
    assertThat(registrar.endpoints()).hasSize(1);
  }

  @Test
  void after_a_restart_services_are_registered_again_and_the_task_stays_running() throws Exception {
    Job job = web().build();
    deployed(job);
    registrar = new InMemoryServiceRegistrar();
    registrar.become(Mood.THROWING);
    cluster.restartAgent();
    eventually(() -> complaint(job).isPresent());
    assertThat(cluster.report(job).orElseThrow().state()).isEqualTo(State.RUNNING);
    registrar.become(Mood.WELL);
    eventually(() -> registrar.endpoints().size() == 1);
    eventually(() -> complaint(job).isEmpty());
    assertThat(cluster.history(job))
        .containsOnlyOnce(State.PULLING_IMAGE, State.CREATING, State.STARTING)
        .endsWith(State.RUNNING);
    assertThat(cluster.history(job).indexOf(State.RUNNING)).isEqualTo(3);
    assertThat(cluster.history(job).subList(3, cluster.history(job).size()))
        .containsOnly(State.RUNNING);
  }

  @Test
  void a_port_that_the_job_does_not_have_is_named_and_the_others_are_registered() throws Exception {
    Job job =
        web()
            .setRegistration(Map.of(ServiceEndpoint.parse("shop"), ServicePorts.of("http", "htpp")))
            .build();
    deployed(job);
    assertThat(registrar.endpoints()).hasSize(1);
    assertThat(complaint(job)).hasValueSatisfying(text -> assertThat(text).endsWith(": htpp"));
  }
}
