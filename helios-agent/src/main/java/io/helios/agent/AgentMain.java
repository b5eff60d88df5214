package io.helios.agent;

import io.helios.agent.membership.StateUnusable;
import io.helios.serviceregistration.ServiceRegistrarLoadingException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import net.sourceforge.argparse4j.helper.HelpScreenException;
import net.sourceforge.argparse4j.inf.ArgumentParserException;

/** The process {@code helios-agent}: exit code 0 after a stop, 1 when it could not start. */
public final class AgentMain {
  private static final Path KERNEL_HOST_NAME = Path.of("/proc/sys/kernel/hostname");

  private AgentMain() {}

  public static void main(String[] args) throws InterruptedException {
    AgentCommandLine commandLine = new AgentCommandLine(hostName(), System.getenv());
    AgentOptions options;
    try {
      options = commandLine.parse(args);
      for (String notice : commandLine.notices(args)) {
        System.err.println("helios-agent: " + notice);
      }
    } catch (HelpScreenException shown) {
      return;
    } catch (ArgumentParserException e) {
      fail(e.getMessage() + "\nTry helios-agent --help");
      return;
    } catch (IllegalArgumentException e) {
      fail(String.valueOf(e.getMessage()));
      return;
    }
    AgentLogging.configure(options.verbosity());
    try {
      run(options);
    } catch (StateUnusable | ServiceRegistrarLoadingException | IllegalArgumentException e) {
      if (options.verbosity() > 0) {
        e.printStackTrace();
      }
      fail(String.valueOf(e.getMessage()));
    }
  }

  private static void run(AgentOptions options)
      throws StateUnusable, ServiceRegistrarLoadingException, InterruptedException {
    AgentApplication agent = AgentApplication.start(options, Outside.real(options));
    CountDownLatch stopped = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  agent.close();
                  stopped.countDown();
                },
                "agent-stop"));
    // The threads of an agent are daemons: this one keeps the process alive until a signal comes.
    stopped.await();
  }

  private static void fail(String message) {
    System.err.println("helios-agent: " + message);
    System.exit(1);
  }

  /** As {@code uname -n} says. */
  private static String hostName() {
    try {
      return Files.readString(KERNEL_HOST_NAME).strip();
    } catch (IOException notLinux) {
      try {
        return InetAddress.getLocalHost().getHostName();
      } catch (UnknownHostException e) {
        return "localhost";
      }
    }
  }
}
