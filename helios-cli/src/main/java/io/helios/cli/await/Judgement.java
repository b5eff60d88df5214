package io.helios.cli.await;

/**
 * What is to be said of a host.
 *
 * @param verdict whether waiting goes on
 * @param state how it stands, in a word or a few; empty where only the reason counts
 * @param reason why; empty when there is nothing to explain
 */
public record Judgement(Verdict verdict, String state, String reason) {
  /** Whether waiting goes on. */
  public enum Verdict {
    PENDING,
    DONE,
    FAILED
  }

  static Judgement pending(String state) {
    return new Judgement(Verdict.PENDING, state, "");
  }

  static Judgement done(String state) {
    return new Judgement(Verdict.DONE, state, "");
  }

  static Judgement failed(String reason) {
    return new Judgement(Verdict.FAILED, "", reason);
  }

  /** State and reason together. */
  public String words() {
    return state.isEmpty() || reason.isEmpty() ? state + reason : state + ": " + reason;
  }

  /** Why it failed: the reason alone says it where there is one. */
  public String failure() {
    return reason.isEmpty() ? state : reason;
  }
}
