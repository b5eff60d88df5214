package io.helios.master;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One line per event on standard error; what foreign code tells only where it is a warning. */
final class Logging {
  private static final String PATTERN = "%d{HH:mm:ss.SSS} %-5level %logger{0}: %msg%n%ex{short}";
  private static final String PATTERN_VERBOSE =
      "%d{HH:mm:ss.SSS} %-5level [%thread] %logger{36}: %msg%n%ex";

  private Logging() {}

  /**
   * Sets up logging for the whole process.
   *
   * @param verbosity 0 for events that operators care for, 1 for all of ours, more for everything
   */
  static void configure(int verbosity) {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    context.reset();
    PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    encoder.setPattern(verbosity == 0 ? PATTERN : PATTERN_VERBOSE);
    encoder.start();
    ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
    console.setContext(context);
    console.setTarget("System.err");
    console.setEncoder(encoder);
    console.start();
    ch.qos.logback.classic.Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    root.addAppender(console);
    root.setLevel(verbosity > 1 ? Level.TRACE : Level.WARN);
    context.getLogger("io.helios").setLevel(verbosity > 0 ? Level.DEBUG : Level.INFO);
    if (verbosity == 0) {
      // Both repeat every failed try to connect, with stack traces; ours say it once.
      context.getLogger("org.apache.zookeeper").setLevel(Level.ERROR);
      context.getLogger("org.apache.curator").setLevel(Level.OFF);
    }
  }
}
