package io.helios.agent.http;

import io.helios.agent.http.Metric.Kind;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;

/** Numbers of this process, as they are at the moment of asking. */
public final class ProcessMetrics {
  private ProcessMetrics() {}

  public static List<Metric> now() {
    Runtime vm = Runtime.getRuntime();
    double collecting =
        ManagementFactory.getGarbageCollectorMXBeans().stream()
            .mapToLong(GarbageCollectorMXBean::getCollectionTime)
            .filter(millis -> millis > 0)
            .sum();
    return List.of(
        new Metric(
            "helios_agent_uptime_seconds",
            Kind.GAUGE,
            "Time since the process started.",
            ManagementFactory.getRuntimeMXBean().getUptime() / 1000.0),
        new Metric(
            "jvm_memory_used_bytes",
            Kind.GAUGE,
            "Heap in use.",
            vm.totalMemory() - (double) vm.freeMemory()),
        new Metric("jvm_memory_max_bytes", Kind.GAUGE, "Largest heap allowed.", vm.maxMemory()),
        new Metric(
            "jvm_threads_current",
            Kind.GAUGE,
            "Live threads.",
            ManagementFactory.getThreadMXBean().getThreadCount()),
        new Metric(
            "jvm_gc_collection_seconds_total",
            Kind.COUNTER,
            "Time spent collecting garbage.",
            collecting / 1000));
  }
}
