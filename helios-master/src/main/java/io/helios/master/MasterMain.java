package io.helios.master;

import java.util.concurrent.CountDownLatch;
import net.sourceforge.argparse4j.helper.HelpScreenException;
import net.sourceforge.argparse4j.inf.ArgumentParserException;

/** The process {@code helios-master}; the only place of the master that ends the process. */
public final class MasterMain {
  private MasterMain() {}

  public static void main(String[] arguments) {
    MasterArguments parsed;
    try {
      parsed = MasterArguments.parse(arguments);
    } catch (HelpScreenException shown) {
      return;
    } catch (ArgumentParserException e) {
      System.err.println("helios-master: " + e.getMessage());
      System.err.println("Try helios-master --help");
      System.exit(1);
      return;
    }
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
      return;
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
