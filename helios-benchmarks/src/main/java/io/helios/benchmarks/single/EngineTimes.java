package io.helios.benchmarks.single;

import io.helios.agent.fixtures.LocalEngine;
import io.helios.agent.fixtures.LocalImages;
import io.helios.benchmarks.fleet.StartTimes;
import io.helios.benchmarks.fleet.StartTimes.Call;
import io.helios.benchmarks.option.FileOption;
import io.helios.benchmarks.option.NumberOption;
import io.helios.benchmarks.report.Measure;
import io.helios.benchmarks.report.Results;
import io.helios.benchmarks.scenario.Scenario;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import net.sourceforge.argparse4j.inf.Namespace;
import net.sourceforge.argparse4j.inf.Subparser;

/** How long the engine itself takes, one container at a time: what light agents draw from. */
public final class EngineTimes implements Scenario {
  @Override
  public String name() {
    return "engine";
  }

  @Override
  public String help() {
    return "how long the raw engine takes to create, start, stop and remove a container";
  }

  @Override
  public void options(Subparser parser) {
    NumberOption.add(parser, "--rounds", 100);
    NumberOption.add(parser, "--warm-up", 5);
    parser
        .addArgument("--distribution")
        .metavar("FILE")
        .help("also write the quantiles there, as the simulated fleet reads them");
  }

  @Override
  public void run(Namespace options, Results results) throws IOException, InterruptedException {
    Map<Call, List<Double>> samples = new EnumMap<>(Call.class);
    for (Call call : Call.values()) {
      samples.put(call, new ArrayList<>());
    }
    RawEngine engine;
    String image;
    try (var local = new LocalEngine()) {
      image = LocalImages.busybox(local.client());
      engine = new RawEngine(local.socket());
    }
    results.fact("fleet", "docker");
    int warmUp = options.getInt("warm_up");
    for (int i = 0; i < warmUp + options.getInt("rounds"); i++) {
      if (i == warmUp) {
        samples.values().forEach(List::clear);
      }
      long began = System.nanoTime();
      String id = engine.create(image, Map.of("io.helios.bench", "raw"));
      long created = System.nanoTime();
      add(samples, Call.CREATE, began, created);
      try {
        engine.start(id);
        long started = System.nanoTime();
        add(samples, Call.START, created, started);
        engine.stop(id);
        add(samples, Call.STOP, started, System.nanoTime());
      } finally {
        began = System.nanoTime();
        engine.remove(id);
      }
      add(samples, Call.REMOVE, began, System.nanoTime());
    }
    samples.forEach(
        (call, millis) -> {
          String word = call.name().toLowerCase(Locale.ROOT);
          results.add(Measure.of(word + "Millis", word, "ms", millis));
        });
    String file = options.getString("distribution");
    if (file != null) {
      Files.writeString(FileOption.path(file), StartTimes.text(samples));
    }
  }

  private static void add(Map<Call, List<Double>> samples, Call call, long from, long to) {
    samples.computeIfAbsent(call, none -> new ArrayList<>()).add((to - from) / 1e6);
  }
}
