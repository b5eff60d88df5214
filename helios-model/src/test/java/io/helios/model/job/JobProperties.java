package io.helios.model.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.helios.model.json.Json;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class JobProperties {
  @Property(tries = 300)
  void a_job_survives_both_dialects_with_its_identity(@ForAll("jobs") Job job) throws IOException {
    Job fromTree = Json.read(Json.bytes(job), Job.class);
    Job fromHttp = Json.http().readValue(Json.http().writeValueAsBytes(job), Job.class);

    assertThat(fromTree).isEqualTo(job);
    assertThat(fromHttp).isEqualTo(job);
    assertThat(JobHash.of(fromTree)).isEqualTo(JobHash.of(job));
    assertThat(JobHash.of(fromHttp)).isEqualTo(JobHash.of(job));
  }

  @Property(tries = 300)
  void who_created_a_job_and_when_is_not_part_of_its_identity(
      @ForAll("jobs") Job job, @ForAll Long created, @ForAll("texts") String user) {
    Job other = job.toBuilder().setCreated(created).setCreatingUser(user).build();

    assertThat(JobHash.of(other)).isEqualTo(JobHash.of(job));
  }

  @Property(tries = 300)
  void an_identified_job_matches_and_one_with_another_command_does_not(@ForAll("jobs") Job job) {
    Job identified = JobHash.identify(job);
    Job changed = identified.toBuilder().setCommand(List.of("an", "other", "command")).build();

    assertThat(JobHash.matches(identified)).isTrue();
    assertThat(identified.id().isFullyQualified()).isTrue();
    assertThat(JobHash.matches(changed)).isFalse();
  }

  @Property(tries = 300)
  void ids_survive_their_text(@ForAll("names") String name, @ForAll("names") String version) {
    JobId id = new JobId(name, version, null);

    assertThat(JobId.parse(id.toString())).isEqualTo(id);
    assertThat(JobId.parse(id + "::")).isEqualTo(id);
    assertThat(JobId.fromString(id.withHash("h").toString())).isEqualTo(id.withHash("h"));
  }

  @Provide
  Arbitrary<String> names() {
    return Arbitraries.strings().withCharRange('a', 'z').withChars("-_.09").ofMinLength(1);
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.strings().withCharRange(' ', '\ud7ff').withChars('\n', '\0').ofMaxLength(8);
  }

  @Provide
  Arbitrary<Job> jobs() {
    Arbitrary<Map<String, String>> maps = Arbitraries.maps(names(), texts()).ofMaxSize(3);
    Arbitrary<Integer> numbers = Arbitraries.integers().between(0, 70000).injectNull(0.3);
    Arbitrary<Instant> dates =
        Arbitraries.longs().between(0, 4_000_000_000_000L).map(Instant::ofEpochMilli);
    Arbitrary<Set<String>> sets = names().set().ofMaxSize(4);
    Arbitrary<JobBuilder> plain =
        Combinators.combine(names(), names(), maps, numbers, dates.injectNull(0.5), sets, texts())
            .as(
                (name, version, map, number, date, set, text) ->
                    Job.newBuilder(name, version)
                        .setImage(text)
                        .setEnv(map)
                        .setGracePeriod(number)
                        .setExpires(date)
                        .setAddCapabilities(set)
                        .setToken(text));
    return Combinators.combine(
            plain, ports(), checks(), maps, names().list().ofMaxSize(3), options())
        .as(
            (builder, ports, check, map, list, options) ->
                builder
                    .setContainer(options)
                    .setPorts(ports)
                    .setRegistration(
                        Map.of(
                            new ServiceEndpoint("s", "http"),
                            ServicePorts.of(ports.keySet().toArray(new String[0]))))
                    .setHealthCheck(check)
                    .setVolumes(map)
                    .setMetadata(map)
                    .setCommand(list)
                    .build());
  }

  private Arbitrary<ContainerOptions> options() {
    Arbitrary<Long> numbers = Arbitraries.longs().injectNull(0.4);
    Arbitrary<Boolean> flags = Arbitraries.of(true, false).injectNull(0.4);
    Arbitrary<Double> cpus = Arbitraries.doubles().between(0.01, 64).injectNull(0.4);
    Arbitrary<Object> values =
        Arbitraries.oneOf(
            Arbitraries.longs().map(Object.class::cast),
            texts().map(Object.class::cast),
            Arbitraries.doubles().map(Object.class::cast),
            names().list().ofMaxSize(2).map(Object.class::cast),
            Arbitraries.maps(names(), Arbitraries.of(true, false))
                .ofMaxSize(2)
                .map(Object.class::cast));
    return Combinators.combine(
            names().injectNull(0.4),
            names().list().ofMaxSize(2),
            Arbitraries.maps(names(), texts()).ofMaxSize(2),
            numbers,
            flags,
            cpus,
            Arbitraries.maps(names(), values).ofMaxSize(3))
        .as(
            (name, list, map, number, flag, cpu, config) ->
                ContainerOptions.newBuilder()
                    .setUser(name)
                    .setEntrypoint(list)
                    .setSysctls(map)
                    .setLogOptions(map)
                    .setShmSize(number)
                    .setUlimits(
                        number == null
                            ? Map.of()
                            : Map.of("nofile", new ContainerOptions.Ulimit(number, null)))
                    .setInit(flag)
                    .setCpus(cpu)
                    .setHostConfig(config)
                    .build());
  }

  private Arbitrary<Map<String, PortMapping>> ports() {
    Arbitrary<Integer> numbers = Arbitraries.integers().between(0, 65535);
    Arbitrary<PortMapping> mappings =
        Combinators.combine(
                numbers, numbers.injectNull(0.5), Arbitraries.of("tcp", "udp"), addresses())
            .as(PortMapping::new);
    return Arbitraries.maps(names(), mappings).ofMaxSize(3);
  }

  private static Arbitrary<String> addresses() {
    return Arbitraries.of("127.0.0.1", "::1", "fe80::1:2", "::ffff:1.2.3.4").injectNull(0.5);
  }

  private Arbitrary<HealthCheck> checks() {
    Arbitrary<Integer> numbers = Arbitraries.integers().between(0, 3600).injectNull(0.5);
    Arbitrary<Liveness> liveness =
        Combinators.combine(
                numbers, numbers, numbers, numbers, Arbitraries.of(true, false).injectNull(0.5))
            .as(Liveness::new);
    return Combinators.combine(probes(), liveness)
        .as((check, pace) -> check == null ? null : check.with(pace));
  }

  private Arbitrary<HealthCheck> probes() {
    return Arbitraries.oneOf(
        Arbitraries.just((HealthCheck) new HealthCheck.Docker(Liveness.DEFAULT)),
        names().map(port -> (HealthCheck) new HealthCheck.Tcp(port)),
        names().map(port -> (HealthCheck) new HealthCheck.Http("/" + port, port)),
        names().list().map(command -> (HealthCheck) new HealthCheck.Exec(command)),
        Arbitraries.just((HealthCheck) null));
  }
}
