package io.helios.master.commit;

import java.util.Optional;
import java.util.function.Function;

/**
 * How a request ended.
 *
 * @param refusal empty when it was fulfilled
 * @param revision of the write, or of the view where nothing was written
 */
public record Outcome<R>(Optional<R> refusal, long revision) {
  /** The answer for either end. */
  public <T> T answer(T fulfilled, Function<R, T> refused) {
    return refusal.map(refused).orElse(fulfilled);
  }
}
