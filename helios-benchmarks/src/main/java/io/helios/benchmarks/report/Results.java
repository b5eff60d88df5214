package io.helios.benchmarks.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Collects what a scenario finds; what was added stays when the scenario fails later. */
public final class Results {
  private final Map<String, Object> facts = new LinkedHashMap<>();
  private final List<Measure> measures = new ArrayList<>();
  private final List<TimeLine> timeLines = new ArrayList<>();

  /** How the run was set up: which fleet, how many of what. Text, number or boolean. */
  public synchronized Results fact(String key, Object value) {
    facts.put(key, value);
    return this;
  }

  public synchronized Results add(Measure... more) {
    measures.addAll(List.of(more));
    return this;
  }

  public synchronized Results add(TimeLine timeLine) {
    timeLines.add(timeLine);
    return this;
  }

  synchronized Map<String, Object> facts() {
    return new LinkedHashMap<>(facts);
  }

  synchronized List<Measure> measures() {
    return List.copyOf(measures);
  }

  synchronized List<TimeLine> timeLines() {
    return List.copyOf(timeLines);
  }
}
