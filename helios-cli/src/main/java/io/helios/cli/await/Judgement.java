package io.helios.cli.await;

/**
 * What is to be said of a host.
 *
 * @param verdict whether waiting goes on
 * @param words the state or the outcome, with the reason
 */
public record Judgement(Verdict verdict, String words) {
  /** Whether waiting goes on. */
  public enum Verdict {
    PENDING,
    DONE,
    FAILED
  }

  static Judgement pending(String words) {
    return new Judgement(Verdict.PENDING, words);
  }

  static Judgement done(String words) {
    return new Judgement(Verdict.DONE, words);
  }

  static Judgement failed(String words) {
    return new Judgement(Verdict.FAILED, words);
  }
}
