package io.helios.benchmarks;

import io.helios.benchmarks.cluster.Cluster;
import io.helios.benchmarks.fleet.LightFleet;
import io.helios.benchmarks.fleet.StartTimes;
import io.helios.benchmarks.report.Results;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import net.sourceforge.argparse4j.inf.Namespace;
import net.sourceforge.argparse4j.inf.Subparser;

/** Light agents as the options say. */
final class Fleets {
  private Fleets() {}

  static void options(Subparser parser, int hosts) {
    parser
        .addArgument("--hosts")
        .type(Integer.class)
        .setDefault(hosts)
        .help("how many (default: " + hosts + ")");
    parser
        .addArgument("--share")
        .type(Integer.class)
        .setDefault(1)
        .help("agents on one ZooKeeper session (default: 1)");
    parser
        .addArgument("--speed")
        .type(Double.class)
        .setDefault(1.0)
        .help("containers start that much faster than measured on the engine (default: 1)");
    parser.addArgument("--seed").type(Long.class).setDefault(1L).help("of all that is drawn");
  }

  /** Starts the fleet; returns when all agents are up. */
  static LightFleet start(
      Cluster cluster, Namespace options, Results results, LightFleet.Listener listener)
      throws IOException, InterruptedException {
    return start(cluster, options, results, StartTimes.measured(), listener);
  }

  /** The same with containers that take other times than measured. */
  static LightFleet start(
      Cluster cluster,
      Namespace options,
      Results results,
      StartTimes times,
      LightFleet.Listener listener)
      throws IOException, InterruptedException {
    LightFleet.Options wanted =
        new LightFleet.Options(
            options.getInt("hosts"),
            options.getInt("share"),
            options.getDouble("speed"),
            options.getLong("seed"));
    LightFleet fleet =
        LightFleet.start(
            cluster.loop(),
            cluster.zookeepers().addresses(),
            cluster.clusterId(),
            wanted,
            times,
            listener);
    results
        .fact("fleet", "fleet")
        .fact("hosts", wanted.hosts())
        .fact("sessions", fleet.sessions())
        .fact("speed", wanted.speed())
        .fact("seed", wanted.seed());
    try {
      fleet.awaitUp(Duration.ofSeconds(60 + wanted.hosts() / 20));
      return fleet;
    } catch (TimeoutException e) {
      throw new IOException("the fleet did not come up: " + e.getMessage(), e);
    }
  }
}
