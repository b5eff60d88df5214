package io.helios.model.job;

import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Rules about what the container is given beside its image, ports and mounts. */
final class ContainerRules {
  private static final Pattern USER = Pattern.compile("[^\\s:]+(:[^\\s:]+)?");
  private static final Pattern DEVICE = Pattern.compile("/[^:]*(:/[^:]*)?(:[rwm]{1,3})?");
  private static final Pattern SYSCTL = Pattern.compile("[A-Za-z0-9_-]+([./][A-Za-z0-9_-]+)+");
  private static final Pattern SIGNAL =
      Pattern.compile(
          "[1-9]|[1-5][0-9]|6[0-4]|(SIG)?(HUP|INT|QUIT|ILL|TRAP|ABRT|BUS|FPE|KILL|USR1|SEGV|USR2"
              + "|PIPE|ALRM|TERM|STKFLT|CHLD|CONT|STOP|TSTP|TTIN|TTOU|URG|XCPU|XFSZ|VTALRM|PROF"
              + "|WINCH|IO|PWR|SYS|RTMIN(\\+[0-9]{1,2})?|RTMAX(-[0-9]{1,2})?)");
  private static final Set<String> ULIMITS =
      Set.of(
          "core",
          "cpu",
          "data",
          "fsize",
          "locks",
          "memlock",
          "msgqueue",
          "nice",
          "nofile",
          "nproc",
          "rss",
          "rtprio",
          "rttime",
          "sigpending",
          "stack");
  private static final String HOST_GATEWAY = "host-gateway";
  private static final double MOST_CPUS = 1_000_000;

  private ContainerRules() {}

  static void check(Job job, Consumer<String> problems) {
    ContainerOptions options = job.container();
    text("user", options.user(), USER, "NAME[:GROUP], names or numbers", problems);
    if (options.workingDir() != null && !options.workingDir().startsWith("/")) {
      problems.accept("Working directory is not absolute: " + options.workingDir());
    }
    amounts(options, problems);
    options.ulimits().forEach((name, ulimit) -> ulimit(name, ulimit, problems));
    for (String device : options.devices()) {
      text("device", device, DEVICE, "HOST[:CONTAINER[:rwm]], absolute paths", problems);
    }
    extraHosts(options.extraHosts(), job.networkMode(), problems);
    for (String name : options.sysctls().keySet()) {
      text("sysctl", name, SYSCTL, "a name as in net.core.somaxconn", problems);
    }
    if (options.logDriver() != null && options.logDriver().isBlank()) {
      problems.accept("Log driver is empty");
    }
    text("stop signal", options.stopSignal(), SIGNAL, "one as in SIGINT, or a number", problems);
    HostConfigKeys.check(options.hostConfig().keySet(), problems);
  }

  private static void amounts(ContainerOptions options, Consumer<String> problems) {
    Long pids = options.pidsLimit();
    if (pids != null && pids < 1 && pids != -1) {
      problems.accept("Invalid pids limit: " + pids + ", expected 1 or more, or -1 for no limit");
    }
    Long shm = options.shmSize();
    if (shm != null && shm < 1) {
      problems.accept("Invalid size of /dev/shm: " + shm + ", expected 1 or more bytes");
    }
    Double cpus = options.cpus();
    if (cpus != null && !(cpus >= 0.001 && cpus <= MOST_CPUS)) {
      problems.accept("Invalid number of cpus: " + cpus + ", expected 0.001 or more");
    }
  }

  private static void ulimit(
      String name, ContainerOptions.Ulimit ulimit, Consumer<String> problems) {
    if (!ULIMITS.contains(name)) {
      problems.accept(
          "No such ulimit: " + name + ", known are " + String.join(", ", sorted(ULIMITS)));
    }
    long soft = ulimit.soft();
    Long hard = ulimit.hard();
    boolean above = hard != null && hard != -1 && (soft == -1 || soft > hard);
    if (soft < -1 || (hard != null && hard < -1) || above) {
      problems.accept(
          "Invalid ulimit "
              + name
              + ": soft "
              + soft
              + ", hard "
              + hard
              + ", expected -1 or more,"
              + " and soft not above hard");
    }
  }

  private static void extraHosts(
      List<String> hosts, @Nullable String network, Consumer<String> problems) {
    for (String line : hosts) {
      int colon = line.indexOf(':');
      String address = line.substring(colon + 1);
      if (colon < 1 || !(address.equals(HOST_GATEWAY) || IpAddress.isLiteral(address))) {
        problems.accept(
            "Invalid extra host: " + line + ", expected NAME:IP or NAME:" + HOST_GATEWAY);
      }
    }
    if (!hosts.isEmpty() && network != null && network.startsWith("container:")) {
      problems.accept(
          "Extra hosts cannot be given with network mode "
              + network
              + ": the names are those of the other container.");
    }
  }

  private static void text(
      String what,
      @Nullable String value,
      Pattern syntax,
      String expected,
      Consumer<String> problems) {
    if (value == null) {
      return;
    }
    Matcher matcher = syntax.matcher(value);
    if (!matcher.matches()) {
      problems.accept("Invalid " + what + ": " + value + ", expected " + expected);
    }
  }

  private static List<String> sorted(Set<String> names) {
    return names.stream().sorted().toList();
  }
}
