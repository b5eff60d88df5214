package io.helios.agent.registration;

import static org.assertj.core.api.Assertions.assertThat;

import io.helios.model.host.HostName;
import io.helios.model.job.HealthCheck;
import io.helios.model.job.Job;
import io.helios.model.job.JobBuilder;
import io.helios.model.job.PortMapping;
import io.helios.model.job.ServiceEndpoint;
import io.helios.model.job.ServicePorts;
import io.helios.serviceregistration.ServiceRegistration.Endpoint;
import io.helios.serviceregistration.ServiceRegistration.EndpointHealthCheck;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServiceEndpointsTest {
  private static final Map<String, PortMapping> PORTS =
      Map.of("http", new PortMapping(80, 20_001, "tcp", null));

  private static JobBuilder job() {
    return Job.newBuilder("web", "1")
        .setImage("i")
        .setPorts(Map.of("http", PortMapping.of(80)))
        .setRegistration(Map.of(ServiceEndpoint.parse("shop"), ServicePorts.of("http")));
  }

  private static List<Endpoint> endpoints(String domain, Job job) {
    return new ServiceEndpoints(new HostName("h1"), domain)
        .of(job, PORTS)
        .orElseThrow()
        .getEndpoints();
  }

  @ParameterizedTest
  @CsvSource({
    "'', example.net, example.net",
    "eu, example.net, eu.example.net",
    "eu.other., example.net, eu.other.",
    "eu, '', eu",
    "'', '', ''",
  })
  void the_domain_is_the_jobs_below_the_hosts(String own, String host, String expected) {
    assertThat(endpoints(host, job().setRegistrationDomain(own).build()))
        .extracting(Endpoint::getDomain)
        .containsExactly(expected);
  }

  @Test
  void in_the_hosts_network_the_container_answers_on_its_own_port() {
    assertThat(endpoints("", job().setNetworkMode("host").build()))
        .extracting(Endpoint::getPort)
        .containsExactly(80);
    assertThat(endpoints("", job().build())).extracting(Endpoint::getPort).containsExactly(20_001);
  }

  @Test
  void a_check_is_told_only_with_the_port_that_it_asks() {
    assertThat(endpoints("", job().setHealthCheck(new HealthCheck.Tcp("http")).build()))
        .extracting(Endpoint::getHealthCheck)
        .containsExactly(EndpointHealthCheck.newTcpCheck());
    assertThat(endpoints("", job().setHealthCheck(new HealthCheck.Tcp("admin")).build()))
        .extracting(Endpoint::getHealthCheck)
        .containsOnlyNulls();
    assertThat(endpoints("", job().setHealthCheck(new HealthCheck.Exec(List.of("x"))).build()))
        .extracting(Endpoint::getHealthCheck)
        .containsOnlyNulls();
  }

  @Test
  void nothing_is_registered_where_no_port_is_known() {
    Job job =
        job()
            .setRegistration(Map.of(ServiceEndpoint.parse("shop"), ServicePorts.of("nope")))
            .build();
    assertThat(new ServiceEndpoints(new HostName("h1"), "").of(job, PORTS)).isEmpty();
  }
}
