package io.helios.model.job;

import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Which keys of the engine's {@code HostConfig} a job may pass through: those that Linux engines
 * know (API 1.24 to 1.50), that no field of a job stands for and that leave the container's life to
 * the agent.
 */
final class HostConfigKeys {
  /** Gives all capabilities and all devices. */
  static final String PRIVILEGED = "Privileged";

  private static final String WINDOWS = "only engines on Windows heed it";

  private static final Set<String> PASSED =
      Set.of(
          PRIVILEGED,
          "Annotations",
          "BlkioDeviceReadBps",
          "BlkioDeviceReadIOps",
          "BlkioDeviceWriteBps",
          "BlkioDeviceWriteIOps",
          "BlkioWeight",
          "BlkioWeightDevice",
          "Cgroup",
          "CgroupParent",
          "CgroupnsMode",
          "CpuPeriod",
          "CpuQuota",
          "CpuRealtimePeriod",
          "CpuRealtimeRuntime",
          "CpusetMems",
          "DeviceCgroupRules",
          "DeviceRequests",
          "Dns",
          "DnsOptions",
          "DnsSearch",
          "GroupAdd",
          "IpcMode",
          "KernelMemory",
          "KernelMemoryTCP",
          "Links",
          "MaskedPaths",
          "MemoryReservation",
          "MemorySwappiness",
          "Mounts",
          "OomKillDisable",
          "OomScoreAdj",
          "PidMode",
          "ReadonlyPaths",
          "StorageOpt",
          "UTSMode",
          "UsernsMode",
          "VolumeDriver",
          "VolumesFrom");

  private static final Map<String, String> FIELDS =
      Map.ofEntries(
          Map.entry("Binds", "volumes"),
          Map.entry("CapAdd", "addCapabilities"),
          Map.entry("CapDrop", "dropCapabilities"),
          Map.entry("CpuShares", "resources.cpuShares"),
          Map.entry("CpusetCpus", "resources.cpuset"),
          Map.entry("Devices", "devices"),
          Map.entry("ExtraHosts", "extraHosts"),
          Map.entry("Init", "init"),
          Map.entry("LogConfig", "logDriver and logOptions"),
          Map.entry("Memory", "resources.memory"),
          Map.entry("MemorySwap", "resources.memorySwap"),
          Map.entry("NanoCpus", "cpus"),
          Map.entry("NetworkMode", "networkMode"),
          Map.entry("PidsLimit", "pidsLimit"),
          Map.entry("PortBindings", "ports"),
          Map.entry("ReadonlyRootfs", "readOnlyRootfs"),
          Map.entry("Runtime", "runtime"),
          Map.entry("SecurityOpt", "securityOpt"),
          Map.entry("ShmSize", "shmSize"),
          Map.entry("Sysctls", "sysctls"),
          Map.entry("Tmpfs", "ramdisks"),
          Map.entry("Ulimits", "ulimits"));

  private static final Map<String, String> OURS =
      Map.of(
          "RestartPolicy",
          "the agent restarts containers itself",
          "AutoRemove",
          "the agent removes containers itself",
          "ContainerIDFile",
          "the engine writes no such file",
          "PublishAllPorts",
          "the agent picks the ports of a job",
          "ConsoleSize",
          "containers have no console",
          "CpuCount",
          WINDOWS,
          "CpuPercent",
          WINDOWS,
          "IOMaximumBandwidth",
          WINDOWS,
          "IOMaximumIOps",
          WINDOWS,
          "Isolation",
          WINDOWS);

  private HostConfigKeys() {}

  static void check(Set<String> keys, Consumer<String> problems) {
    for (String key : keys) {
      if (FIELDS.containsKey(key)) {
        problems.accept(refused(key, "use the field " + FIELDS.get(key) + " of the job"));
      } else if (OURS.containsKey(key)) {
        problems.accept(refused(key, String.valueOf(OURS.get(key))));
      } else if (!PASSED.contains(key)) {
        problems.accept(refused(key, unknown(key)));
      }
    }
  }

  /** The engine reads keys in any case, but one of them in two spellings would be a riddle. */
  private static String unknown(String key) {
    return PASSED.stream()
        .filter(key::equalsIgnoreCase)
        .findFirst()
        .map(known -> "write it as " + known)
        .orElse("no Docker engine knows it");
  }

  private static String refused(String key, String reason) {
    return "hostConfig cannot have the key '" + key + "': " + reason + ".";
  }
}
