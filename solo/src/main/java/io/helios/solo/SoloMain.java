package io.helios.solo;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import net.sourceforge.argparse4j.helper.HelpScreenException;
import net.sourceforge.argparse4j.inf.ArgumentParserException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs until SIGTERM or SIGINT. Exit code: 1 if it can't start, 2 for wrong arguments. */
public final class SoloMain {
  private static final Logger log = LoggerFactory.getLogger(SoloMain.class);

  private SoloMain() {}

  public static void main(String[] arguments) {
    try {
      SoloOptions options = SoloOptions.parse(List.of(arguments), System.getenv());
      SoloState state = SoloState.hold(options.stateDirectory(), ProcessHandle.current().pid());
      SoloLog.configure(options.logFile());
      SoloCluster cluster = start(options, state);
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(cluster, state), "stop"));
      new CountDownLatch(1).await();
    } catch (HelpScreenException help) {
      System.exit(0);
    } catch (ArgumentParserException e) {
      System.err.println("helios-solo: " + e.getMessage() + "\nTry: helios-solo --help");
      System.exit(2);
    } catch (IOException e) {
      System.err.println("helios-solo: " + e.getMessage());
      System.exit(1);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static SoloCluster start(SoloOptions options, SoloState state)
      throws IOException, InterruptedException {
    try {
      return SoloCluster.start(options, state);
    } catch (IOException e) {
      log.error("could not start", e);
      state.close();
      throw e;
    }
  }

  private static void stop(SoloCluster cluster, SoloState state) {
    cluster.close();
    try {
      state.close();
    } catch (IOException e) {
      log.warn("could not leave the state directory", e);
    }
  }
}
