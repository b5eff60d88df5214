package io.helios.cli.frame;

import io.helios.client.HeliosClient;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * One command on one target.
 *
 * @param target as it is shown to the user
 * @param json whether a program reads the output
 */
public record Invocation(
    String target, HeliosClient client, Options options, boolean json, Setting setting) {

  /** A line for people; with {@code --json} nothing. */
  public void say(String line) {
    if (!json) {
      setting.out().println(line);
    }
  }

  /** A line about what went wrong; never part of the output. */
  public void complain(String line) {
    setting.out().flush();
    setting.err().println(line);
  }

  /** A hint that is no part of the output; programs get none. */
  public void advise(String line) {
    if (!json) {
      complain(line);
    }
  }

  /** Waits for an answer. */
  public <T> T get(CompletableFuture<T> future) {
    try {
      return future.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException failure ? failure : e;
    }
  }

  /** Asks; no answer is a no. With {@code --json} the question goes to standard error. */
  public boolean confirm(String consequence) {
    PrintStream ask = json ? setting.err() : setting.out();
    ask.println(consequence);
    ask.println("Do you want to continue? [y/N]");
    ask.flush();
    String line = readLine();
    if (line == null) {
      complain("No answer, so nothing was done; use --yes to go ahead without being asked.");
      return false;
    }
    String answer = line.strip();
    boolean yes = answer.startsWith("y") || answer.startsWith("Y");
    if (!yes) {
      complain("Nothing was done.");
    }
    return yes;
  }

  private @Nullable String readLine() {
    try {
      return new BufferedReader(new InputStreamReader(setting.in(), StandardCharsets.UTF_8))
          .readLine();
    } catch (IOException e) {
      return null;
    }
  }
}
