package io.helios.master.http;

import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** A regular expression from a client, found anywhere in a name; it may not take for ever. */
public final class NamePattern implements Predicate<String> {
  private static final int STEPS = 200_000;

  private final Pattern pattern;

  /**
   * @throws BadRequest when it is none
   */
  public NamePattern(String expression) {
    try {
      this.pattern = Pattern.compile(expression);
    } catch (PatternSyntaxException e) {
      throw new BadRequest(
          "Invalid pattern: " + e.getDescription() + " near index " + e.getIndex());
    } catch (StackOverflowError e) {
      throw new BadRequest("Invalid pattern: nested too deeply");
    }
  }

  @Override
  public boolean test(String name) {
    try {
      return pattern.matcher(new Counted(name, new int[] {STEPS})).find();
    } catch (StackOverflowError e) {
      throw new BadRequest("Invalid pattern: nested too deeply");
    }
  }

  /** Text that may be looked at only so often. */
  private record Counted(CharSequence text, int[] left) implements CharSequence {
    @Override
    public char charAt(int index) {
      if (left[0]-- <= 0) {
        throw new BadRequest("Invalid pattern: it takes too long to match");
      }
      return text.charAt(index);
    }

    @Override
    public int length() {
      return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return new Counted(text.subSequence(start, end), left);
    }

    @Override
    public String toString() {
      return text.toString();
    }
  }
}
