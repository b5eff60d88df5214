package io.helios.cli.job;

import io.helios.cli.frame.CliError;
import io.helios.cli.frame.Options;
import io.helios.model.job.ImageOptions;
import io.helios.model.job.Job;
import io.helios.model.job.JobBuilder;
import io.helios.model.job.Resources;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.TreeMap;
import net.sourceforge.argparse4j.impl.Arguments;
import net.sourceforge.argparse4j.inf.Argument;
import net.sourceforge.argparse4j.inf.Subparser;

/** The flags of {@code create} that make up a job, and how each is laid over a base job. */
public final class JobFlags {
  private JobFlags() {}

  public static void declare(Subparser parser) {
    parser
        .addArgument("--pull-policy")
        .metavar(String.join("|", ImageOptions.PULL_POLICIES))
        .help("whether a deployment asks the registry; unset: for latest, else if missing");
    parser
        .addArgument("--registry-credentials")
        .metavar("NAME")
        .help("login for the registry, kept on the hosts under that name");
    parser.addArgument("--hostname").help("hostname of the container");
    parser
        .addArgument("--token")
        .help("needed to deploy, undeploy, start, stop and remove the job");
    parser.addArgument("--network-mode").help("bridge, host or container:NAME");
    parser.addArgument("--runtime").help("container runtime");
    many(parser, "--env").metavar("KEY=VALUE").help("environment variable");
    many(parser, "-m", "--metadata").metavar("KEY=VALUE").help("metadata of the job");
    many(parser, "--labels").metavar("KEY=VALUE").help("label of the container");
    many(parser, "-p", "--port")
        .metavar("NAME=[IP:]INTERNAL[:EXTERNAL][/PROTOCOL]")
        .help("port mapping; protocol tcp by default; without external port the agent picks one");
    many(parser, "-r", "--register")
        .metavar("SERVICE[/PROTOCOL][=PORT]")
        .help("service registration; protocol http by default");
    parser.addArgument("--registration-domain").help("domain in which services are registered");
    many(parser, "--volume")
        .metavar("[SOURCE:]PATH[:ro|rw]")
        .help("volume: a host's path or a volume's name, or an anonymous volume");
    many(parser, "--ramdisk")
        .metavar("PATH[:OPTIONS]")
        .help("tmpfs in the container, options as in size=64m");
    parser.addArgument("-e", "--expires").metavar("ISO-8601").help("when the job is removed");
    number(parser, "--grace-period").help("seconds between deregistration and stop");
    number(parser, "--seconds-to-wait-before-kill").help("seconds between SIGTERM and SIGKILL");
    Checks.declare(parser);
    many(parser, "--security-opt").metavar("OPTION").help("security option; replaces all");
    many(parser, "--add-capability").metavar("CAPABILITY").help("to add; replaces all");
    many(parser, "--drop-capability").metavar("CAPABILITY").help("to drop; replaces all");
    parser.addArgument("--memory").metavar("SIZE").help("limit of memory, as in 512m");
    parser.addArgument("--memory-swap").metavar("SIZE").help("of memory and swap, -1 no limit");
    parser.addArgument("--cpu-shares").type(Long.class).metavar("N").help("relative cpu weight");
    parser.addArgument("--cpuset").metavar("CPUS").help("processors, as in 0-2,4");
    ContainerFlags.declare(parser);
    many(parser, "--rollout-options")
        .metavar("KEY=VALUE")
        .help(
            "default for rollouts: timeout, parallelism, migrate, overlap, token, ignoreFailures,"
                + " minHealthy, maxFailures, rollbackOnFailure, canary, autoPromote, soak, order");
  }

  private static Argument many(Subparser parser, String... names) {
    return parser.addArgument(names).action(Arguments.append());
  }

  private static Argument number(Subparser parser, String name) {
    return parser.addArgument(name).type(Integer.class).metavar("SECONDS");
  }

  /**
   * The base with all flags applied. Lists of options are replaced, maps are merged by key.
   *
   * @param environment {@code GIT_COMMIT} becomes metadata unless the base has its own
   * @throws CliError when a flag cannot be read
   */
  public static Job apply(Job base, Options options, Map<String, String> environment) {
    JobBuilder job = base.toBuilder();
    imageOptions(base.imageOptions(), options, job);
    options.text("hostname").ifPresent(job::setHostname);
    options.text("token").ifPresent(job::setToken);
    options.text("network_mode").ifPresent(job::setNetworkMode);
    options.text("runtime").ifPresent(job::setRuntime);
    options.number("grace_period").ifPresent(job::setGracePeriod);
    options.number("seconds_to_wait_before_kill").ifPresent(job::setSecondsToWaitBeforeKill);
    options
        .text("registration_domain")
        .filter(domain -> !domain.isEmpty())
        .ifPresent(job::setRegistrationDomain);
    options.text("expires").map(JobFlags::instant).ifPresent(job::setExpires);
    job.setHealthCheck(Checks.merge(base.healthCheck(), options));
    if (!options.all("args").isEmpty()) {
      job.setCommand(options.all("args"));
    }
    job.setEnv(Pairs.merge("--env", base.env(), options.all("env")));
    job.setLabels(Pairs.merge("--labels", base.labels(), options.all("labels")));
    job.setMetadata(metadata(base, options, environment));
    var ports = Ports.merge(base.ports(), options.all("port"));
    job.setPorts(ports);
    job.setRegistration(Ports.merge(base.registration(), options.all("register"), ports));
    job.setVolumes(Volumes.merge(base.volumes(), options.all("volume")));
    job.setRamdisks(Volumes.ramdisks(base.ramdisks(), options.all("ramdisk")));
    if (!options.all("security_opt").isEmpty()) {
      job.setSecurityOpt(options.all("security_opt"));
    }
    if (!options.all("add_capability").isEmpty()) {
      job.setAddCapabilities(new LinkedHashSet<>(options.all("add_capability")));
    }
    if (!options.all("drop_capability").isEmpty()) {
      job.setDropCapabilities(new LinkedHashSet<>(options.all("drop_capability")));
    }
    resources(base, options, job);
    job.setContainer(ContainerFlags.apply(base.container(), options));
    if (!options.all("rollout_options").isEmpty()) {
      job.setRolloutOptions(Rollout.merge(base.rolloutOptions(), options.all("rollout_options")));
    }
    return job.build();
  }

  private static void imageOptions(ImageOptions base, Options options, JobBuilder job) {
    ImageOptions image = base;
    image = options.text("pull_policy").map(image::withPullPolicy).orElse(image);
    image = options.text("registry_credentials").map(image::withRegistryCredentials).orElse(image);
    job.setImageOptions(image);
  }

  private static Map<String, String> metadata(
      Job base, Options options, Map<String, String> environment) {
    Map<String, String> metadata = new TreeMap<>();
    String commit = environment.getOrDefault("GIT_COMMIT", "");
    if (!commit.isEmpty()) {
      metadata.put("GIT_COMMIT", commit);
    }
    metadata.putAll(base.metadata());
    return Pairs.merge("--metadata", metadata, options.all("metadata"));
  }

  private static void resources(Job base, Options options, JobBuilder job) {
    if (options.text("memory").isEmpty()
        && options.text("memory_swap").isEmpty()
        && options.big("cpu_shares").isEmpty()
        && options.text("cpuset").isEmpty()) {
      return;
    }
    Resources old =
        base.resources() == null ? new Resources(null, null, null, null) : base.resources();
    job.setResources(
        new Resources(
            options.text("memory").map(size -> Sizes.bytes("--memory", size)).orElse(old.memory()),
            options
                .text("memory_swap")
                .map(size -> size.equals("-1") ? -1L : Sizes.bytes("--memory-swap", size))
                .orElse(old.memorySwap()),
            options.big("cpu_shares").orElse(old.cpuShares()),
            options.text("cpuset").orElse(old.cpuset())));
  }

  private static Instant instant(String text) {
    try {
      return text.endsWith("Z") ? Instant.parse(text) : OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeParseException e) {
      throw new CliError(
          "Bad --expires '" + text + "': expected a date as in 2030-01-31T23:59:00Z", e);
    }
  }
}
