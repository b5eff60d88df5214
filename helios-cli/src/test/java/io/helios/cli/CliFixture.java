package io.helios.cli;

import io.helios.cli.frame.Setting;
import io.helios.client.fixtures.ScriptedMaster;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Runs commands in this process against a scripted master; time passes only while they pause. */
final class CliFixture implements AutoCloseable {
  static final Instant NOW = Instant.parse("2026-11-20T22:00:00Z");

  final ScriptedMaster master = new ScriptedMaster();
  final Map<String, String> environment = new TreeMap<>();
  List<String> searchDomains = List.of();
  Path home = Path.of("/nonexistent");
  String input = "";
  boolean terminal;
  Runnable onPause = () -> {};
  private Instant now = NOW;

  /** What a command printed, and its exit code. */
  record Result(int exitCode, String out, String err) {}

  /** Runs with {@code -z} at the scripted master. */
  Result run(String... arguments) {
    List<String> all = new ArrayList<>(List.of("-z", master.url(), "--retry-timeout", "0"));
    all.addAll(List.of(arguments));
    return bare(all.toArray(String[]::new));
  }

  /** Runs with these arguments alone. */
  Result bare(String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int exitCode = Main.run(List.of(arguments), setting(stream(out), stream(err)));
    return new Result(exitCode, text(out), text(err));
  }

  Setting setting(PrintStream out, PrintStream err) {
    return new Setting(
        environment,
        home,
        "alice",
        new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
        out,
        err,
        new PausedClock(),
        ZoneOffset.UTC,
        terminal,
        searchDomains,
        duration -> {
          now = now.plus(duration);
          onPause.run();
        });
  }

  private String text(ByteArrayOutputStream bytes) {
    return bytes.toString(StandardCharsets.UTF_8).replace(master.url(), "MASTER");
  }

  private static PrintStream stream(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }

  Duration passed() {
    return Duration.between(NOW, now);
  }

  @Override
  public void close() {
    master.close();
  }

  private final class PausedClock extends Clock {
    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now;
    }
  }
}
