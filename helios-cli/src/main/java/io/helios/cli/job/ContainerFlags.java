package io.helios.cli.job;

import io.helios.cli.frame.CliError;
import io.helios.cli.frame.Options;
import io.helios.model.job.ContainerOptions;
import io.helios.model.job.ContainerOptions.Ulimit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.sourceforge.argparse4j.impl.Arguments;
import net.sourceforge.argparse4j.inf.Argument;
import net.sourceforge.argparse4j.inf.Subparser;

/** The flags of {@code create} for what the predecessor's jobs could not say. */
final class ContainerFlags {
  private static final Pattern ULIMIT =
      Pattern.compile("([a-z]+)=(-?\\d{1,18})(?::(-?\\d{1,18}))?");

  private ContainerFlags() {}

  static void declare(Subparser parser) {
    parser.addArgument("--user").metavar("USER[:GROUP]").help("user of the process");
    parser.addArgument("--working-dir").metavar("PATH").help("where the process begins");
    parser
        .addArgument("--entrypoint")
        .metavar("COMMAND")
        .help("in place of the image's, split at blanks; '' takes the image's away");
    parser
        .addArgument("--read-only")
        .action(Arguments.storeTrue())
        .help("the container's root file system takes no writes");
    parser
        .addArgument("--init")
        .action(Arguments.storeTrue())
        .help("a small init process forwards signals and reaps");
    parser.addArgument("--stop-signal").metavar("SIGNAL").help("in place of SIGTERM");
    parser.addArgument("--cpus").type(Double.class).metavar("N").help("most cpus, as in 1.5");
    parser
        .addArgument("--pids-limit")
        .type(Long.class)
        .metavar("N")
        .help("most processes and threads, -1 no limit");
    parser.addArgument("--shm-size").metavar("SIZE").help("size of /dev/shm, as in 64m");
    many(parser, "--ulimit", "NAME=SOFT[:HARD]", "limit per process, as in nofile=1024:2048");
    many(parser, "--device", "HOST[:CONTAINER[:rwm]]", "device of the host");
    many(parser, "--add-host", "NAME:IP", "line of the container's /etc/hosts");
    many(parser, "--sysctl", "KEY=VALUE", "kernel parameter of the container");
    parser.addArgument("--log-driver").metavar("DRIVER").help("the engine's log driver");
    many(parser, "--log-opt", "KEY=VALUE", "option of the log driver");
  }

  private static void many(Subparser parser, String name, String value, String help) {
    Argument argument = parser.addArgument(name).action(Arguments.append()).metavar(value);
    argument.help(help);
  }

  /** The base with all flags applied: lists grow, maps are merged by key, the rest is replaced. */
  static ContainerOptions apply(ContainerOptions base, Options options) {
    ContainerOptions.Builder wanted = base.toBuilder();
    options.text("user").ifPresent(wanted::setUser);
    options.text("working_dir").ifPresent(wanted::setWorkingDir);
    options
        .text("entrypoint")
        .map(text -> text.isBlank() ? List.of("") : Checks.words(text))
        .ifPresent(wanted::setEntrypoint);
    if (options.flag("read_only")) {
      wanted.setReadOnlyRootfs(true);
    }
    if (options.flag("init")) {
      wanted.setInit(true);
    }
    options.text("stop_signal").ifPresent(wanted::setStopSignal);
    options.decimal("cpus").ifPresent(wanted::setCpus);
    options.big("pids_limit").ifPresent(wanted::setPidsLimit);
    options
        .text("shm_size")
        .map(size -> Sizes.bytes("--shm-size", size))
        .ifPresent(wanted::setShmSize);
    wanted.setUlimits(ulimits(base.ulimits(), options.all("ulimit")));
    wanted.setDevices(grown(base.devices(), options.all("device")));
    wanted.setExtraHosts(grown(base.extraHosts(), options.all("add_host")));
    wanted.setSysctls(Pairs.merge("--sysctl", base.sysctls(), options.all("sysctl")));
    Optional<String> driver = options.text("log_driver");
    // Options of one driver mean nothing to another.
    boolean another = driver.isPresent() && !driver.get().equals(base.logDriver());
    driver.ifPresent(wanted::setLogDriver);
    wanted.setLogOptions(
        Pairs.merge("--log-opt", another ? Map.of() : base.logOptions(), options.all("log_opt")));
    return wanted.build();
  }

  private static List<String> grown(List<String> base, List<String> given) {
    List<String> all = new ArrayList<>(base);
    given.stream().filter(one -> !base.contains(one)).forEach(all::add);
    return all;
  }

  private static Map<String, Ulimit> ulimits(Map<String, Ulimit> base, List<String> given) {
    Map<String, Ulimit> merged = new TreeMap<>(base);
    for (String text : given) {
      Matcher ulimit = ULIMIT.matcher(text);
      if (!ulimit.matches()) {
        throw new CliError(
            "Bad --ulimit '" + text + "': expected NAME=SOFT[:HARD], as in nofile=1024:2048");
      }
      Long hard = ulimit.group(3) == null ? null : Long.valueOf(ulimit.group(3));
      merged.put(ulimit.group(1), new Ulimit(Long.parseLong(ulimit.group(2)), hard));
    }
    return merged;
  }
}
