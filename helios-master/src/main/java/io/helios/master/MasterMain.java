package io.helios.master;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import net.sourceforge.argparse4j.helper.HelpScreenException;
import net.sourceforge.argparse4j.inf.ArgumentParserException;
import org.slf4j.LoggerFactory;

/** The process {@code helios-master}; the only place of the master that ends the process. */
public final class MasterMain {
  private static final int BAD_CONFIGURATION = 2;

  private MasterMain() {}

  public static void main(String[] arguments) {
    MasterArguments parsed;
    try {
      parsed = MasterArguments.parse(System.getenv(), arguments);
    } catch (HelpScreenException shown) {
      return;
    } catch (ArgumentParserException e) {
      System.err.println("helios-master: " + e.getMessage());
      System.err.println("Try helios-master --help");
      System.exit(1);
      return;
    }
    MasterConfiguration configuration = parsed.configuration();
    List<String> errors = new ArrayList<>(parsed.errors());
    errors.addAll(configuration.errors());
    if (parsed.check()) {
      parsed.settings().lines().forEach(System.out::println);
    }
    errors.forEach(error -> System.err.println("helios-master: " + error));
    if (parsed.check() || !errors.isEmpty()) {
      System.exit(errors.isEmpty() ? 0 : parsed.check() ? BAD_CONFIGURATION : 1);
      return;
    }
    Logging.configure(parsed.verbosity());
    parsed
        .notices()
        .forEach(notice -> LoggerFactory.getLogger(MasterMain.class).warn("{}", notice));
    run(configuration, parsed.verbosity());
  }

  private static void run(MasterConfiguration configuration, int verbosity) {
    MasterApplication master;
    try {
      master =
          new MasterApplication(
              configuration.options(),
              MasterOutside.real(configuration.senders(), configuration.registrar()));
      master.start();
    } catch (MasterFailed e) {
      System.err.println("helios-master: " + e.getMessage());
      if (verbosity > 0) {
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
