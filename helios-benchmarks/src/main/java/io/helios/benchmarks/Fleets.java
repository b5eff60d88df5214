package io.helios.benchmarks;

import io.helios.benchmarks.agents.AgentFleet;
import io.helios.benchmarks.cluster.Cluster;
import io.helios.benchmarks.fleet.Fleet;
import io.helios.benchmarks.fleet.LightFleet;
import io.helios.benchmarks.fleet.StartTimes;
import io.helios.benchmarks.option.NumberOption;
import io.helios.benchmarks.report.Results;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeoutException;
import net.sourceforge.argparse4j.inf.Namespace;
import net.sourceforge.argparse4j.inf.Subparser;

/** Simulated fleets as the options say. */
final class Fleets {
  /** Of every job of a simulated fleet; on all its hosts. */
  static final String IMAGE = "bench/simulated:1";

  private Fleets() {}

  /** Adds the options of a scenario that takes any simulated fleet. */
  static void options(Subparser parser, int hosts) {
    parser
        .addArgument("--fleet")
        .choices(Fleet.Kind.FLEET.toString(), Fleet.Kind.AGENTS.toString())
        .setDefault(Fleet.Kind.FLEET.toString())
        .help("light agents, or the real agent's code on simulated engines (default: fleet)");
    parser
        .addArgument("--hosts")
        .type(Integer.class)
        .setDefault(hosts)
        .help("how many (default: " + hosts + "); real agents: at most " + AgentFleet.MOST);
    NumberOption.add(parser, "--share", 1, "light agents on one ZooKeeper session");
    drawn(parser);
  }

  /** Adds the options of what is drawn. */
  static void drawn(Subparser parser) {
    parser
        .addArgument("--speed")
        .type(Double.class)
        .setDefault(1.0)
        .help("simulated containers start that much faster than measured (default: 1)");
    parser.addArgument("--seed").type(Long.class).setDefault(1L).help("of all that is drawn");
  }

  /** Starts the fleet; returns when all agents are up. */
  static Fleet start(Cluster cluster, Namespace options, Results results, Fleet.Listener listener)
      throws IOException, InterruptedException {
    return start(cluster, options, results, StartTimes.measured(), listener);
  }

  /** The same with containers that take other times than measured. */
  static Fleet start(
      Cluster cluster,
      Namespace options,
      Results results,
      StartTimes times,
      Fleet.Listener listener)
      throws IOException, InterruptedException {
    return start(
        cluster,
        options,
        options.getInt("hosts"),
        options.getInt("share"),
        results,
        times,
        listener);
  }

  /** The same with that many hosts. */
  static Fleet start(
      Cluster cluster,
      Namespace options,
      int hosts,
      int share,
      Results results,
      StartTimes times,
      Fleet.Listener listener)
      throws IOException, InterruptedException {
    Fleet.Kind kind = Fleet.Kind.valueOf(options.getString("fleet").toUpperCase(Locale.ROOT));
    double speed = options.getDouble("speed");
    long seed = options.getLong("seed");
    Fleet fleet =
        switch (kind) {
          case FLEET ->
              LightFleet.start(
                  cluster.loop(),
                  cluster.zookeepers().addresses(),
                  cluster.clusterId(),
                  new LightFleet.Options(hosts, share, speed, seed),
                  times,
                  listener);
          case AGENTS -> {
            if (share != 1) {
              throw new IOException("real agents have a session each: --share is for light ones");
            }
            yield AgentFleet.start(
                cluster.loop(),
                cluster.zookeepers().connect(),
                cluster.directory().resolve("agents"),
                new AgentFleet.Options(hosts, IMAGE, speed, seed),
                times,
                listener);
          }
        };
    results
        .fact("fleet", kind.toString())
        .fact("hosts", hosts)
        .fact("sessions", fleet.sessions())
        .fact("speed", speed)
        .fact("seed", seed);
    try {
      fleet.awaitUp(Duration.ofSeconds(60 + hosts / 20));
      return fleet;
    } catch (TimeoutException e) {
      fleet.close();
      throw new IOException("the fleet did not come up: " + e.getMessage(), e);
    }
  }
}
