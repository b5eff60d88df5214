package io.helios.agent;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import java.util.List;
import org.slf4j.LoggerFactory;

/** Logging of a process that is an agent and nothing else: to stderr, one line each. */
final class AgentLogging {
  private static final List<String> CHATTY =
      List.of(
          "com.github.dockerjava",
          "org.apache.hc",
          "org.apache.zookeeper",
          "org.apache.curator",
          "io.netty");

  private AgentLogging() {}

  /**
   * Sets it up.
   *
   * @param verbosity 0 for what an operator needs, 1 for what the agent does, 2 for everything
   */
  static void configure(int verbosity) {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    context.reset();
    PatternLayoutEncoder lines = new PatternLayoutEncoder();
    lines.setContext(context);
    lines.setPattern(
        verbosity == 0
            ? "%d{yyyy-MM-dd HH:mm:ss.SSS} %-5level %logger{0}: %msg%n%nopex"
            : "%d{yyyy-MM-dd HH:mm:ss.SSS} %-5level [%thread] %logger{0}: %msg%n");
    lines.start();
    ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
    console.setContext(context);
    console.setTarget("System.err");
    console.setEncoder(lines);
    console.start();
    Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.setLevel(verbosity >= 2 ? Level.DEBUG : Level.INFO);
    root.addAppender(console);
    for (String name : CHATTY) {
      context.getLogger(name).setLevel(verbosity >= 2 ? Level.INFO : Level.OFF);
    }
    context.getLogger("io.helios").setLevel(verbosity >= 1 ? Level.DEBUG : Level.INFO);
  }
}
