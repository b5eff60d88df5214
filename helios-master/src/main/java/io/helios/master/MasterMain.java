package io.helios.master;

import java.util.concurrent.CountDownLatch;

/** Runs a master until the process is told to end. */
public final class MasterMain {
  private MasterMain() {}

  public static void main(String[] arguments) {
    MasterArguments parsed = MasterArguments.parseOrExit(arguments);
    Logging.configure(parsed.verbosity());
    MasterApplication master = new MasterApplication(parsed.options());
    try {
      master.start();
    } catch (MasterFailed e) {
      System.err.println("helios-master: " + e.getMessage());
      if (parsed.verbosity() > 0) {
        e.printStackTrace();
      }
      System.exit(1);
    }
    CountDownLatch stopped = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  master.stop();
                  stopped.countDown();
                },
                "stop"));
    try {
      stopped.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
