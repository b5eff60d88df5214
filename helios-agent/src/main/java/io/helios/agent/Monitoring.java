package io.helios.agent;

import io.helios.agent.condition.Conditions;
import io.helios.agent.http.AgentHttp;
import io.helios.agent.http.Check;
import io.helios.agent.http.Metric;
import io.helios.agent.http.Metric.Kind;
import io.helios.agent.http.ProcessMetrics;
import io.helios.agent.http.TaskView;
import io.helios.agent.http.ThreadDump;
import io.helios.agent.image.ImageCollector;
import io.helios.agent.metric.AgentMetrics;
import io.helios.model.task.State;
import io.helios.model.task.TaskStatus;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;

/** What an operator's monitoring is told of one agent: health and numbers. */
final class Monitoring implements AgentHttp.Metrics {
  private final Conditions conditions;
  private final TaskView tasks;
  private final AgentMetrics counted;
  private final ImageCollector images;
  private final BooleanSupplier connected;
  private final IntSupplier queued;

  Monitoring(
      Conditions conditions,
      TaskView tasks,
      AgentMetrics counted,
      ImageCollector images,
      BooleanSupplier connected,
      IntSupplier queued) {
    this.conditions = conditions;
    this.tasks = tasks;
    this.counted = counted;
    this.images = images;
    this.connected = connected;
    this.queued = queued;
  }

  /** By the name they are shown under. */
  Map<String, Check> checks() {
    return Map.of(
        "deadlocks",
        ThreadDump::deadlock,
        "zookeeper",
        () ->
            connected.getAsBoolean() ? Optional.empty() : Optional.of("ZooKeeper is not connected"),
        "dockerd",
        () -> Optional.ofNullable(conditions.present().get(Conditions.ENGINE)),
        "docker",
        counted.engine(),
        "conditions",
        () ->
            conditions.present().isEmpty()
                ? Optional.empty()
                : Optional.of(inWords(conditions.present())));
  }

  private static String inWords(Map<String, String> conditions) {
    return conditions.entrySet().stream()
        .map(condition -> condition.getKey() + ": " + condition.getValue())
        .collect(Collectors.joining("; "));
  }

  @Override
  public List<Metric> numbers() {
    List<Metric> numbers = new ArrayList<>(counted.numbers());
    byState()
        .forEach(
            (state, count) ->
                numbers.add(
                    new Metric(
                        "helios_agent_tasks",
                        Kind.GAUGE,
                        "Tasks by their state.",
                        count,
                        Map.of("state", state.name()))));
    numbers.add(
        new Metric(
            "helios_agent_queue_length",
            Kind.GAUGE,
            "Tasks that are due to be decided about.",
            queued.getAsInt()));
    numbers.add(
        new Metric(
            "helios_agent_zookeeper_connected",
            Kind.GAUGE,
            "1 while ZooKeeper is connected.",
            connected.getAsBoolean() ? 1 : 0));
    conditions
        .present()
        .keySet()
        .forEach(
            name ->
                numbers.add(
                    new Metric(
                        "helios_agent_condition",
                        Kind.GAUGE,
                        "Troubles of the host, while they last.",
                        1,
                        Map.of("name", name))));
    numbers.addAll(images.numbers());
    numbers.addAll(ProcessMetrics.now());
    return numbers;
  }

  @Override
  public Map<String, Object> json() {
    Map<String, Object> gauges = new TreeMap<>();
    boolean healthy = true;
    for (Map.Entry<String, Check> check : checks().entrySet()) {
      boolean ok = check.getValue().complaint().isEmpty();
      healthy &= ok;
      gauges.put("helios." + check.getKey() + ".ok", Map.of("value", ok ? 1 : 0));
    }
    gauges.put("helios.healthy", Map.of("value", healthy ? 1 : 0));
    ProcessMetrics.now()
        .forEach(number -> gauges.put(number.name(), Map.of("value", number.value())));
    Map<String, Object> json = new TreeMap<>(counted.json());
    json.put("version", "4.0.0");
    json.put("gauges", gauges);
    json.put("histograms", Map.of());
    json.put("timers", Map.of());
    return json;
  }

  private Map<State, Integer> byState() {
    Map<State, Integer> counts = new EnumMap<>(State.class);
    for (TaskStatus status : tasks.statuses().values()) {
      counts.merge(status.state(), 1, Integer::sum);
    }
    return counts;
  }
}
