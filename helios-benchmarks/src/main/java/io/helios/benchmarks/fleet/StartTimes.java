package io.helios.benchmarks.fleet;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.StringJoiner;

/**
 * How long things take on a real engine: quantiles that were measured, between which is drawn. The
 * file has a line per thing: its name and its quantiles in milliseconds, evenly spaced from the
 * shortest to the longest.
 */
public final class StartTimes {
  private static final String MEASURED = "engine-times.txt";
  private static final int QUANTILES = 41;

  /** What an engine does. */
  public enum Call {
    CREATE,
    START,
    STOP,
    REMOVE
  }

  private final Map<Call, double[]> quantiles;

  private StartTimes(Map<Call, double[]> quantiles) {
    this.quantiles = quantiles;
  }

  /** Every container starts in the same time, and all else takes none. */
  public static StartTimes steady(Duration start) {
    Map<Call, double[]> quantiles = new EnumMap<>(Call.class);
    for (Call call : Call.values()) {
      double millis = call == Call.START ? start.toNanos() / 1e6 : 0;
      quantiles.put(call, new double[] {millis, millis});
    }
    return new StartTimes(quantiles);
  }

  /** As they were measured for the repository. */
  public static StartTimes measured() throws IOException {
    try (InputStream file = StartTimes.class.getResourceAsStream(MEASURED)) {
      if (file == null) {
        throw new IOException(MEASURED + " is missing");
      }
      return parse(new String(file.readAllBytes(), UTF_8));
    }
  }

  /** Reads what {@link #text} writes; lines that begin with # say where it was measured. */
  static StartTimes parse(String text) {
    Map<Call, double[]> quantiles = new EnumMap<>(Call.class);
    for (String line : text.lines().toList()) {
      if (!line.isBlank() && !line.startsWith("#")) {
        String[] words = line.strip().split("\\s+");
        quantiles.put(
            Call.valueOf(words[0].toUpperCase(Locale.ROOT)),
            Arrays.stream(words).skip(1).mapToDouble(Double::parseDouble).toArray());
      }
    }
    for (Call call : Call.values()) {
      if (quantiles.getOrDefault(call, new double[0]).length < 2) {
        throw new IllegalArgumentException("no times of " + call);
      }
    }
    return new StartTimes(quantiles);
  }

  /** The quantiles of samples in milliseconds, as {@link #parse} reads them. */
  public static String text(Map<Call, List<Double>> samples) {
    StringBuilder text = new StringBuilder();
    for (Call call : Call.values()) {
      List<Double> sorted = new ArrayList<>(samples.getOrDefault(call, List.of()));
      sorted.sort(null);
      StringJoiner line = new StringJoiner(" ");
      line.add(call.name().toLowerCase(Locale.ROOT));
      for (int i = 0; i < QUANTILES; i++) {
        int rank = (int) Math.round((double) i / (QUANTILES - 1) * (sorted.size() - 1));
        line.add(String.format(Locale.ROOT, "%.2f", sorted.get(rank)));
      }
      text.append(line).append('\n');
    }
    return text.toString();
  }

  /** One more, by that random source. */
  public Duration draw(Call call, Random random) {
    double[] times = quantiles.getOrDefault(call, new double[] {0, 0});
    double at = random.nextDouble() * (times.length - 1);
    int below = (int) at;
    double millis = times[below] + (at - below) * (times[below + 1] - times[below]);
    return Duration.ofNanos((long) (millis * 1e6));
  }
}
