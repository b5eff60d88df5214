package io.helios.solo;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.rolling.FixedWindowRollingPolicy;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy;
import ch.qos.logback.core.util.FileSize;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where the log goes: to stdout, or to a file of at most 10 MB with three older ones beside it. */
final class SoloLog {
  private static final String FILE_SIZE = "10MB";
  private static final int OLDER_FILES = 3;

  /** Libraries that tell more than their users want to know. */
  private static final List<String> QUIET =
      List.of(
          "io.dropwizard",
          "org.apache.hc",
          "com.github.dockerjava",
          "org.eclipse.jetty",
          "org.hibernate",
          "org.glassfish");

  private SoloLog() {}

  /** Sets it up for the whole process. */
  static void configure(Optional<Path> file) {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    context.reset();
    PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    encoder.setPattern("%d{yyyy-MM-dd HH:mm:ss.SSS,UTC} %-5level %logger{0}: %msg%n%ex");
    encoder.start();
    OutputStreamAppender<ILoggingEvent> appender =
        file.map(path -> rolling(context, path)).orElseGet(ConsoleAppender::new);
    appender.setContext(context);
    appender.setEncoder(encoder);
    appender.start();
    ch.qos.logback.classic.Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    root.setLevel(Level.INFO);
    root.addAppender(appender);
    // While ZooKeeper is away both repeat every try with a stack trace; ours say it once.
    context.getLogger("org.apache.zookeeper").setLevel(Level.ERROR);
    context.getLogger("org.apache.curator").setLevel(Level.OFF);
    QUIET.forEach(name -> context.getLogger(name).setLevel(Level.WARN));
  }

  private static OutputStreamAppender<ILoggingEvent> rolling(LoggerContext context, Path path) {
    RollingFileAppender<ILoggingEvent> appender = new RollingFileAppender<>();
    appender.setFile(path.toString());
    FixedWindowRollingPolicy policy = new FixedWindowRollingPolicy();
    policy.setContext(context);
    policy.setParent(appender);
    policy.setFileNamePattern(path + ".%i");
    policy.setMinIndex(1);
    policy.setMaxIndex(OLDER_FILES);
    policy.start();
    SizeBasedTriggeringPolicy<ILoggingEvent> trigger = new SizeBasedTriggeringPolicy<>();
    trigger.setContext(context);
    trigger.setMaxFileSize(FileSize.valueOf(FILE_SIZE));
    trigger.start();
    appender.setRollingPolicy(policy);
    appender.setTriggeringPolicy(trigger);
    return appender;
  }
}
